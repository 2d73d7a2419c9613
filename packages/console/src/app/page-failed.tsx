// What stands where a page should be. A page's code that could not be fetched, since the server was away or has a newer
// version of it, is fetched with the whole console again as soon as the server answers: browsers remember the failure.
import { Code, ConnectError } from "@connectrpc/connect";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useEffect } from "react";
import { ErrorState } from "../components/error-state.tsx";

const everyMs = 2_000;
/** Whoever was reloaded so lately and fails again is not helped by another time. */
const restMs = 15_000;
const loadedAt = Date.now();

const away = new ConnectError("the page could not be fetched", Code.Unavailable);

const isMissingCode = (error: unknown): boolean =>
  error instanceof TypeError &&
  /dynamically imported module|importing a module script|module script/i.test(error.message);

export function PageFailed({ error, reset }: ErrorComponentProps) {
  const missing = isMissingCode(error);
  useEffect(() => {
    if (!missing) return;
    const timer = setInterval(() => {
      if (Date.now() - loadedAt > restMs) void reloadOnceThere();
    }, everyMs);
    return () => clearInterval(timer);
  }, [missing]);
  if (missing) return <ErrorState error={away} retry={() => window.location.reload()} />;
  return <ErrorState error={error} retry={reset} />;
}

async function reloadOnceThere(): Promise<void> {
  const answer = await fetch("/favicon.svg", { cache: "no-store" }).catch(() => null);
  if (answer?.ok === true) window.location.reload();
}

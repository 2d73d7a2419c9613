// Signing in: by a one-time link, which does it at once, or by an API key.
import { Button, Loader, Stack, Text } from "@mantine/core";
import { createLazyRoute, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { useSignIn } from "../../data/session.ts";
import { KeyForm } from "./key-form.tsx";
import { takeLinkToken } from "./link-token.ts";
import { SessionCard } from "./session-card.tsx";

function SignIn() {
  const { next } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const [token] = useState(() => takeLinkToken(window.location, window.history));
  const goOn = () => void navigate({ href: isOwnPath(next) ? next : "/", replace: true });
  return (
    <SessionCard title="Sign in">
      {token === null ? <KeyForm onSignedIn={goOn} /> : <ByLink token={token} onSignedIn={goOn} />}
    </SessionCard>
  );
}

/** `next` comes from the address: it may lead to a page of ours and nowhere else. */
const isOwnPath = (path: string | undefined): path is string =>
  path !== undefined &&
  /^\/(?![/\\])/.test(path) &&
  new URL(path, window.location.origin).origin === window.location.origin;

function ByLink({ token, onSignedIn }: { readonly token: string; readonly onSignedIn: () => void }) {
  const { mutate, error } = useSignIn();
  const [byKey, setByKey] = useState(false);
  const used = useRef(false);
  useEffect(() => {
    // The link works once, and development renders twice.
    if (used.current) return;
    used.current = true;
    mutate({ credential: { case: "signInToken", value: token } }, { onSuccess: onSignedIn });
  });
  if (byKey) return <KeyForm onSignedIn={onSignedIn} />;
  if (error === null) return <Loader aria-label="Signing in" />;
  return (
    <Stack>
      <ErrorState error={error} />
      <Text size="sm">A sign-in link works once and not for long. Ask for another, or use an API key.</Text>
      <Button variant="default" onClick={() => setByKey(true)}>
        Use an API key
      </Button>
    </Stack>
  );
}

export const route = createLazyRoute("/sign-in")({ component: SignIn });

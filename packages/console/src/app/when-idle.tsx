// What no page needs to be shown: fetched after the first page, so that it is there when it is wanted.
import { type ComponentType, lazy, Suspense } from "react";

/** The page's own calls go first. */
const delayMs = 1_000;

/** A server that is away meanwhile is asked again: without an end, since the page stays as it is. */
async function fetchLater(load: () => Promise<ComponentType>): Promise<{ default: ComponentType }> {
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  try {
    return { default: await load() };
  } catch {
    return fetchLater(load);
  }
}

export function whenIdle(load: () => Promise<ComponentType>): ComponentType {
  const Later = lazy(() => fetchLater(load));
  return () => (
    <Suspense>
      <Later />
    </Suspense>
  );
}

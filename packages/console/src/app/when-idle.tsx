// Parts of the frame that no page needs to be shown: fetched later, and until they are there.
import { type ComponentType, lazy, Suspense } from "react";

const pauseMs = 1_000;

const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));

/** A server that is away meanwhile is asked again: without an end, since the page stays as it is. For `lazy`. */
export async function fetchUntilThere<Props>(
  load: () => Promise<ComponentType<Props>>,
): Promise<{ default: ComponentType<Props> }> {
  try {
    return { default: await load() };
  } catch {
    await pause();
    return fetchUntilThere(load);
  }
}

/** After the first page, whose own calls go first. */
export function whenIdle(load: () => Promise<ComponentType>): ComponentType {
  const Later = lazy(() => pause().then(() => fetchUntilThere(load)));
  return () => (
    <Suspense>
      <Later />
    </Suspense>
  );
}

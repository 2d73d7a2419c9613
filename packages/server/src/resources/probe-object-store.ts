// Whether a sink's destination can be written to: an empty object is written where the Namespace's exports go, and
// deleted again.
import { Code } from "@connectrpc/connect";
import { RemitError } from "../errors.ts";
import type { Destination, OpenObjectStore } from "../object-stores/destination.ts";
import { toProbeKey } from "./export-key.ts";

/** The API's callers wait no longer than half a minute. */
const probeMs = 20_000;

/** @throws RemitError FAILED_PRECONDITION, UNAVAILABLE saying what is wrong */
export async function probeObjectStore(
  openObjectStore: OpenObjectStore,
  destination: Destination,
  namespace: string,
): Promise<void> {
  const store = await openObjectStore(destination, namespace);
  try {
    const signal = AbortSignal.timeout(probeMs);
    const key = toProbeKey(namespace);
    await store.put(key, new Uint8Array(), signal);
    await store.delete(key, signal).catch((error: unknown) => {
      // Exports only write: whoever grants no more than that has granted enough, and keeps one empty object.
      if (error instanceof RemitError && error.code === Code.FailedPrecondition) return;
      throw error;
    });
  } finally {
    store.close();
  }
}

/** What stands in a sink's `error_message`, and whose matter it is. */
export function describeSinkFailure(error: unknown): { readonly message: string; readonly configuration: boolean } {
  if (!(error instanceof RemitError)) return { message: "internal error", configuration: false };
  return { message: error.message, configuration: error.code === Code.FailedPrecondition };
}

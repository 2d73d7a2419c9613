// Records as JSON lines to the standard output of whichever process sends. Nothing else is written there: the log goes to
// stderr, and so does what a start says once such a stream is configured.
import { once } from "node:events";
import type { Writable } from "node:stream";
import type { Destination } from "./destination.ts";

/** Acknowledged is what the system took: whoever reads the pipe has no way to say that it did. */
export function openStdout(output: Writable = process.stdout): Destination {
  // Whoever reads the pipe may go: the write says so, and the same error, unheard, would end the process.
  output.on("error", ignore);
  return {
    send: async (records, signal) => {
      signal.throwIfAborted();
      const lines = records.map(({ json }) => `${json}\n`).join("");
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      output.write(lines, (error) => (error == null ? resolve() : reject(error)));
      await Promise.race([promise, once(signal, "abort").then(() => Promise.reject(signal.reason))]);
    },
    close: () => void output.off("error", ignore),
  };
}

const ignore = (): void => undefined;

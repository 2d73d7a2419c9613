// Records as JSON lines to the standard output of whichever process sends. Nothing else is written there: the log goes to
// stderr, and so does what a start says once such a stream is configured.
import { once } from "node:events";
import type { Writable } from "node:stream";
import type { Destination } from "./destination.ts";

/** Acknowledged is what the system took: whoever reads the pipe has no way to say that it did. */
export const openStdout = (output: Writable = process.stdout): Destination => ({
  send: async (records, signal) => {
    const lines = records.map(({ json }) => `${json}\n`).join("");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    output.write(lines, (error) => (error == null ? resolve() : reject(error)));
    await Promise.race([promise, once(signal, "abort").then(() => Promise.reject(signal.reason))]);
  },
  close: () => undefined,
});

// Ending the process does not wait for what was written into a pipe: a long answer would be cut off in the middle.
import type { Writable } from "node:stream";

/** Resolves when all that was written is out, or nobody is there any more to read it, as after `| head`. */
export function flush(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.once("error", () => resolve());
    stream.write("", () => resolve());
  });
}

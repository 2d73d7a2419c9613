// A Pub/Sub that runs on this machine, where Go can build it.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { endWithUs, stopChild } from "../../tools/stop-child.ts";
import { buildGoProgram } from "./go-program.ts";

export interface PubSub extends AsyncDisposable {
  /** http://host:port */
  readonly endpoint: string;
  /** All that was published so far, in order. */
  read(): Promise<{ readonly key: string; readonly data: string }[]>;
}

/** Kept from one run to the next: Go finds that nothing has changed in a moment. */
const kept = join(import.meta.dirname, "../../.remit/pubsub-server");

/** Or why there is none. @param topics as projects/p/topics/t */
export async function startPubSub(topics: readonly string[]): Promise<PubSub | string> {
  mkdirSync(kept, { recursive: true });
  const program = await buildGoProgram(join(import.meta.dirname, "pubsub-server"), kept);
  if ("missing" in program) return program.missing;
  const child = spawn(program.file, topics, { stdio: ["pipe", "pipe", "inherit"] });
  endWithUs(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const readLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("the Pub/Sub server has ended");
    return value;
  };
  return {
    endpoint: `http://${await readLine()}`,
    read: async () => {
      child.stdin.write("\n");
      return JSON.parse(await readLine()) as { key: string; data: string }[];
    },
    [Symbol.asyncDispose]: () => stopChild(child),
  };
}

// A process that is measured: it names its ports, and tells what it has used whenever it is asked.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface Usage {
  readonly cpu: { readonly user: number; readonly system: number };
  readonly rss: number;
  readonly open?: number;
  readonly connections?: number;
}

export interface Measured {
  readonly ports: readonly number[];
  /** Where it decides by Namespace, and whom it lets in. */
  readonly namespace?: string;
  readonly key?: string;
  usage(): Promise<Usage>;
  stop(): void;
}

export async function startMeasured(file: string, ...args: readonly string[]): Promise<Measured> {
  const child: ChildProcess = fork(join(import.meta.dirname, file), args);
  const [told] = (await once(child, "message")) as [Pick<Measured, "ports" | "namespace" | "key">];
  return {
    ...told,
    async usage() {
      const answered = once(child, "message");
      child.send("usage");
      const [usage] = (await answered) as [Usage];
      return usage;
    },
    stop: () => void child.kill(),
  };
}

// A process that is measured: it names its ports, and tells what it has used whenever it is asked.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

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
  /** Of something that is read. */
  readonly resourceId?: string;
  usage(): Promise<Usage>;
  stop(): void;
}

/** @param program of bench/, e.g. new URL("api/remit-process.ts", import.meta.url) */
export async function startMeasured(program: URL, ...args: readonly string[]): Promise<Measured> {
  const child: ChildProcess = fork(program, args);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${program.pathname} ended with ${code}`);
  });
  ended.catch(() => {});
  const [told] = (await Promise.race([once(child, "message"), ended])) as [
    Pick<Measured, "ports" | "namespace" | "key" | "resourceId">,
  ];
  return {
    ...told,
    async usage() {
      const answered = once(child, "message");
      child.send("usage");
      const [usage] = (await Promise.race([answered, ended])) as [Usage];
      return usage;
    },
    stop: () => void child.kill(),
  };
}

// The `remit` command inside this process.
import { tmpdir } from "node:os";
import { runProgram } from "../program.ts";

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
}

export async function remit(args: readonly string[], { env = {}, cwd = tmpdir(), stdin = "" }: Surroundings = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await runProgram(args, {
    env,
    cwd,
    columns: 100,
    print: (text) => out.push(text),
    complain: (text) => err.push(text),
    readStdin: () => stdin,
  });
  return { exitCode, out: out.join("\n"), err: err.join("\n") };
}

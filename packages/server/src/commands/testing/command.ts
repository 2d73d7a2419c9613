// The server's bin inside this process.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { ExitCode } from "../context.ts";
import { run } from "../run.ts";

export interface RunningCommand {
  readonly exitCode: Promise<ExitCode>;
  /** As the first SIGTERM does. */
  stop(): Promise<ExitCode>;
  readonly out: () => string;
  readonly err: () => string;
}

export function startCommand(
  args: readonly string[],
  cwd: string = mkdtempSync(join(tmpdir(), "remit-run-")),
): RunningCommand {
  const out: string[] = [];
  const err: string[] = [];
  const stopping = new AbortController();
  const exitCode = run(args, {
    env: {},
    cwd,
    nodeVersion: process.versions.node,
    print: (line) => out.push(line),
    complain: (line) => err.push(line),
    stopping: stopping.signal,
    startTemporal: null,
    builtConsole: null,
  });
  const stop = () => {
    stopping.abort();
    return exitCode;
  };
  return { exitCode, stop, out: () => out.join("\n"), err: () => err.join("\n") };
}

export async function finishCommand(args: readonly string[], cwd?: string) {
  const command = startCommand(args, cwd);
  return { exitCode: await command.exitCode, out: command.out(), err: command.err() };
}

/** Resolves with the first output. Throws when the command ends before it says anything. */
export async function untilItSpeaks(command: RunningCommand): Promise<string> {
  let ended = false;
  void command.exitCode.then(() => {
    ended = true;
  });
  while (command.out() === "" && !ended) await wait(20);
  if (ended) throw new Error(`the command ended:\n${command.err()}`);
  return command.out();
}

// The `remit` command, as a shell would run it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Connection } from "../first-custom-role/connection.ts";
import { expect } from "./stage.ts";

const command = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));

/** The matrix and the teams of ABC Financial. */
export const modelFile = fileURLToPath(new URL("responsibilities.yaml", import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface RemitOptions {
  /** How it has to end; 0 unless said. Plans end with 1 when there is something to change. */
  readonly codes?: readonly number[];
  readonly stdin?: string;
}

/** @throws Error when the command fails */
export async function remit(
  { apiAddress, apiKey }: Pick<Connection, "apiAddress" | "apiKey">,
  args: readonly string[],
  { codes = [0], stdin = "" }: RemitOptions = {},
): Promise<Finished> {
  const env = { ...process.env, REMIT_ADDRESS: apiAddress, REMIT_API_KEY: apiKey };
  const child = spawn(process.execPath, [command, ...args], { env, stdio: "pipe" });
  child.stdin.end(stdin);
  const written = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await once(child, "close")) as [number | null];
  const [out, err] = await written;
  const finished = { code, out: out.trimEnd(), err: err.trimEnd() };
  expect(codes.includes(code ?? -1), `remit ${args.join(" ")} ended with ${code}:\n${finished.out}\n${finished.err}`);
  return finished;
}

/** The same with `-o json`, read. */
export async function remitJson<Answer>(
  connection: Pick<Connection, "apiAddress" | "apiKey">,
  args: readonly string[],
  options: RemitOptions = {},
): Promise<Answer> {
  return JSON.parse((await remit(connection, [...args, "-o", "json"], options)).out) as Answer;
}

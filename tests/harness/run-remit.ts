// The `remit` command in this process, against a control plane of a test.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { remit } from "../../packages/cli/src/testing/command.ts";

export type RunRemit = (args: readonly string[], stdin?: string) => ReturnType<typeof remit>;

/** The command with this key, as a shell that has the address and the key in its environment. */
export const remitAs = ({ url }: { readonly url: string }, key: string): RunRemit => {
  const env = { REMIT_ADDRESS: url, REMIT_API_KEY: key };
  return (args, stdin) => remit(args, { env, ...(stdin !== undefined && { stdin }) });
};

/** A file with this text, for the time of the tests. */
export function makeFile(name: string, text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "remit-file-")), name);
  writeFileSync(file, text);
  return file;
}

// What every command takes, and what several of them do.
import type { Argv } from "yargs";
import type { Run } from "../commands/context.ts";

export interface GlobalOptions {
  readonly address: string | undefined;
  readonly apiKey: string | undefined;
  readonly ca: string | undefined;
  readonly output: string;
}

/** Makes of a command's work what the parser calls. */
export type Handle = <T>(run: Run<T>) => (given: GlobalOptions & T) => Promise<void>;

export type Parser = ReturnType<typeof addGlobalOptions>;

export function addGlobalOptions(parser: Argv) {
  return parser
    .option("address", {
      alias: "server",
      type: "string",
      requiresArg: true,
      describe: "host:port or URL of the control plane [REMIT_ADDRESS]",
    })
    .option("api-key", {
      type: "string",
      requiresArg: true,
      describe: "API key; better in REMIT_API_KEY or TEMPORAL_API_KEY",
    })
    .option("ca", {
      type: "string",
      requiresArg: true,
      describe: "PEM file of the authority behind the server's certificate [REMIT_CA]",
    })
    .option("output", {
      alias: "o",
      requiresArg: true,
      choices: ["text", "json"],
      default: "text",
      describe: "how to print the answer",
    });
}

/** The model, where it is not the server's. */
export const fileOption = {
  type: "string",
  requiresArg: true,
  describe: "responsibilities.yaml instead of the server's matrix and teams, - for stdin",
} as const;

export const limitsOption = {
  type: "string",
  requiresArg: true,
  array: true,
  default: [] as string[],
  describe: "limits other than the documented ones, as customRolesPerAccount=100",
} as const;

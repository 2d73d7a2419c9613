import type { Clients } from "../client.ts";
import type { Connection } from "../connection.ts";
import type { ExitCode, Terminal } from "../terminal.ts";

/** What a client command works with. */
export interface Context extends Terminal {
  readonly clients: Clients;
  readonly connection: Connection;
  readonly json: boolean;
}

export type Run<Arguments> = (context: Context, given: Arguments) => Promise<ExitCode>;

export const toJsonText = (value: unknown): string => JSON.stringify(value, null, 2);

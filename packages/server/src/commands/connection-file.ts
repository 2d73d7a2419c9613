// How to connect to the development server, for the `remit` command, tests and people.
import { readFileSync, rmSync } from "node:fs";
import { writePrivateFile } from "../config/private-files.ts";

export interface Connection {
  /** host:port without TLS; null when there is no plaintext port. */
  readonly apiAddress: string | null;
  /** host:port with TLS. */
  readonly tlsAddress: string | null;
  /** PEM file of the authority behind the TLS port; null when the certificate is the user's own. */
  readonly caFile: string | null;
  /** An owner's key, for 24 hours. */
  readonly apiKey: string;
  readonly accountId: string;
  readonly temporalAddress: string | null;
  /** Null until there is one. */
  readonly gatewayAddress: string | null;
  readonly consoleUrl: string | null;
}

export function writeConnection(file: string, connection: Connection): void {
  writePrivateFile(file, `${JSON.stringify(connection, null, 2)}\n`);
}

/** Removes the file unless another server has written its own meanwhile. */
export function removeConnection(file: string, { apiKey }: Connection): void {
  try {
    const there = JSON.parse(readFileSync(file, "utf8")) as Partial<Connection>;
    if (there.apiKey === apiKey) rmSync(file);
  } catch {
    // Gone, or something else's: either way not ours to remove.
  }
}

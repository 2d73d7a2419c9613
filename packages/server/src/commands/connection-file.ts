// How to connect to the development server, for the `remit` command, tests and people.
import { readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Config, originOf } from "../config/index.ts";
import { writePrivateFile } from "../config/private-files.ts";
import { InUse, lockDirectory } from "../store/directory-lock.ts";

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
  /** Null where the console is not served. */
  readonly consoleUrl: string | null;
}

export function writeConnection(file: string, connection: Connection): void {
  writePrivateFile(file, `${JSON.stringify(connection, null, 2)}\n`);
}

/** The file that one server writes, and the way to give it back. */
export interface OwnFile {
  readonly file: string;
  /** Why it is another one than the settings' own; null when it is not. */
  readonly instead: string | null;
  readonly release: () => void;
}

/**
 * Keeps the file of `dev.connectionFile` for this process. When another server that runs has it, the clients that found
 * it there go on finding it: this one's goes into its data directory, unless a source named the file.
 */
export function takeConnectionFile({ connectionFile, dataDirectory, origins }: Config): OwnFile {
  const lock = { file: `${basename(connectionFile)}.lock`, thing: "the connection file", flag: "--connection-file" };
  try {
    return { file: connectionFile, instead: null, release: lockDirectory(dirname(connectionFile), lock) };
  } catch (error) {
    if (!(error instanceof InUse) || originOf(origins, "dev.connectionFile") !== undefined) throw error;
    const instead = `${connectionFile} belongs to the server of process ${error.holder}`;
    return { file: join(dataDirectory, "connection.json"), instead, release: () => undefined };
  }
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

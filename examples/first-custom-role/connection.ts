// Where the control plane is, from the file that `npm start` writes.
import { readFileSync } from "node:fs";

export interface Connection {
  /** host:port for REST, without TLS. */
  readonly apiAddress: string;
  /** host:port for the official clients, which insist on TLS. */
  readonly tlsAddress: string;
  readonly caFile: string | null;
  readonly apiKey: string;
}

/**
 * Also makes the gRPC library trust the local certificate authority: it takes no CA of its own per connection, and
 * reads this variable when it is loaded, so call this first.
 */
export function readConnection(file: string): Connection {
  const connection = JSON.parse(readFileSync(file, "utf8")) as Connection;
  if (connection.caFile !== null) process.env.GRPC_DEFAULT_SSL_ROOTS_FILE_PATH = connection.caFile;
  return connection;
}

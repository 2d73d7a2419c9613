import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "@temporalio/client";
import { unavailable } from "../errors.ts";

export interface TemporalOptions {
  /** host:port of a frontend */
  readonly address: string;
  /** Absent: plaintext. */
  readonly tls?: {
    /** PEM; absent: the system's authorities. */
    readonly serverCa?: string | Buffer;
    readonly serverName?: string;
    /** PEM pair for mutual TLS. */
    readonly clientCertificate?: { readonly certificate: string | Buffer; readonly key: string | Buffer };
  };
  /** Bearer token, asked for before every call, so that short-lived tokens can be renewed. */
  readonly token?: () => string;
}

/**
 * Without these gRPC waits 1 s after the first refused attempt and up to 2 minutes after some more: a server that comes
 * back would long seem to be away.
 */
const reconnection = { "grpc.initial_reconnect_backoff_ms": 100, "grpc.max_reconnect_backoff_ms": 2_000 };

/**
 * Opens nothing: the first call does. Close it when done.
 *
 * The SDK's own retries are off. Callers here have their own, with longer patience, and want to know at once that a
 * server is away; and a retry whose timer ends after `close` throws where nobody can catch it (SDK 1.24.0).
 */
export function connectTemporal(options: TemporalOptions): Connection {
  return Connection.lazy({
    address: options.address,
    channelArgs: reconnection,
    interceptors: [],
    tls: options.tls ? toTlsConfig(options.tls) : false,
    ...(options.token && { apiKey: options.token }),
  });
}

function toTlsConfig({ serverCa, serverName, clientCertificate }: NonNullable<TemporalOptions["tls"]>) {
  return {
    ...(serverCa !== undefined && { serverRootCACertificate: Buffer.from(serverCa) }),
    ...(serverName !== undefined && { serverNameOverride: serverName }),
    ...(clientCertificate && {
      clientCertPair: { crt: Buffer.from(clientCertificate.certificate), key: Buffer.from(clientCertificate.key) },
    }),
  };
}

/**
 * Waits until the server answers and, if one is named, until it has the Namespace (a development server answers before
 * it has made `default`). Throws UNAVAILABLE when the time is over.
 */
export async function waitUntilReady(
  connection: Connection,
  options: { readonly namespace?: string; readonly timeoutMs?: number } = {},
): Promise<void> {
  const { namespace, timeoutMs = 30_000 } = options;
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      await connection.withDeadline(Math.min(end, Date.now() + 2_000), async () => {
        await connection.workflowService.getSystemInfo({});
        if (namespace !== undefined) await connection.workflowService.describeNamespace({ namespace });
      });
      return;
    } catch (error) {
      if (Date.now() >= end) throw unavailable(`Temporal at ${connection.options.address} does not answer`, error);
      await sleep(50);
    }
  }
}

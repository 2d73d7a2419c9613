// Temporal's own SDK on the gateway, as an application team uses it: an API key, and nothing that knows of Remit.
import { Client, Connection } from "@temporalio/client";
import { NativeConnection, Worker } from "@temporalio/worker";
import { pino } from "pino";
import { installRuntime } from "../../packages/server/src/operations/runtime.ts";

export interface GatewayClient extends AsyncDisposable {
  readonly connection: Connection;
  readonly client: Client;
}

/** Who a TLS port's client trusts, and what it shows. */
export interface ClientTls {
  /** PEM of the authority of the gateway's own certificate, which is one for `localhost`. */
  readonly serverCa: string;
  /** PEM; absent: no client certificate is shown. */
  readonly certificate?: { readonly pem: string; readonly keyPem: string };
}

const toTls = ({ serverCa, certificate }: ClientTls) => ({
  serverNameOverride: "localhost",
  serverRootCACertificate: Buffer.from(serverCa),
  ...(certificate && {
    clientCertPair: { crt: Buffer.from(certificate.pem), key: Buffer.from(certificate.keyPem) },
  }),
});

/**
 * `await using` closes it. Nothing is retried: a test sees the first answer.
 * @param key null: no Authorization is sent
 */
export async function connectToGateway(
  address: string,
  key: string | null,
  namespace: string,
  tls: ClientTls | null = null,
): Promise<GatewayClient> {
  const connection = Connection.lazy({
    address,
    ...(key !== null && { apiKey: key }),
    tls: tls === null ? false : toTls(tls),
    interceptors: [],
  });
  return {
    connection,
    client: new Client({ connection, namespace }),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}

export interface GatewayWorkerOptions {
  readonly address: string;
  readonly key: string | null;
  readonly tls?: ClientTls;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly workflowsPath: string;
  readonly activities: Record<string, (...args: never[]) => Promise<unknown>>;
  /** How long the SDK holds heartbeats back, and with them the answers that tell of a cancellation. */
  readonly maxHeartbeatThrottleInterval?: "100 ms";
}

/** A Worker that polls through the gateway until it is disposed of. */
export async function startGatewayWorker(options: GatewayWorkerOptions): Promise<AsyncDisposable> {
  const { address, key, tls, ...rest } = options;
  await installRuntime(pino({ level: "silent" }));
  const connection = await NativeConnection.connect({
    address,
    ...(key !== null && { apiKey: key }),
    tls: tls === undefined ? false : toTls(tls),
  });
  const worker = await Worker.create({ connection, ...rest });
  const running = worker.run();
  return {
    async [Symbol.asyncDispose]() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}

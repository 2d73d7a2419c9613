// Temporal's own SDK on the gateway, as an application team uses it: an API key, and nothing that knows of Remit.
import { Client, Connection } from "@temporalio/client";
import { NativeConnection, Worker } from "@temporalio/worker";
import { pino } from "pino";
import { installRuntime } from "../../packages/server/src/operations/runtime.ts";

export interface GatewayClient extends AsyncDisposable {
  readonly connection: Connection;
  readonly client: Client;
}

/** `await using` closes it. Nothing is retried: a test sees the first answer. */
export async function connectToGateway(address: string, key: string, namespace: string): Promise<GatewayClient> {
  const connection = Connection.lazy({ address, apiKey: key, tls: false, interceptors: [] });
  return {
    connection,
    client: new Client({ connection, namespace }),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}

export interface GatewayWorkerOptions {
  readonly address: string;
  readonly key: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly workflowsPath: string;
  readonly activities: Record<string, (...args: never[]) => Promise<unknown>>;
}

/** A Worker that polls through the gateway until it is disposed of. */
export async function startGatewayWorker(options: GatewayWorkerOptions): Promise<AsyncDisposable> {
  const { address, key, ...rest } = options;
  await installRuntime(pino({ level: "silent" }));
  const connection = await NativeConnection.connect({ address, apiKey: key, tls: false });
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

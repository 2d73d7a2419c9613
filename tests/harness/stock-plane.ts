// A control plane whose gateway forwards to the checked frontend of a stock Temporal server, while its own calls go to the
// internal one, as deploy/temporal says; and two Namespaces on it.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { makeSigningKey } from "../../packages/server/src/gateway/second-lock/signing-key.ts";
import { serveJwks } from "../../packages/server/src/listen/jwks.ts";
import { connectTemporal } from "../../packages/server/src/temporal/connect.ts";
import { findFreePort } from "../../tools/free-port.ts";
import { startPlane, type TestPlane } from "./control-plane.ts";
import { makeNamespace } from "./namespaces.ts";
import { type DynamicConfig, type StockServer, startStockServer } from "./stock-server.ts";

type Connection = ReturnType<typeof connectTemporal>;

/** A Namespace, by its name and by the id that the Temporal server gave it. */
export interface StockNamespace {
  readonly name: string;
  readonly id: string;
}

export interface StockPlane extends AsyncDisposable {
  readonly plane: TestPlane;
  readonly stock: StockServer;
  /** The frontend that checks nobody. */
  readonly internal: Connection;
  readonly own: StockNamespace;
  readonly other: StockNamespace;
  /** A token that the server takes and that is not the gateway's: `<Namespace>:<level>` each. It lives an hour. */
  tokenWith(permissions: readonly string[], name?: string): string;
}

const audience = "temporal";

/** Something between the gateway and the server: given the server's address, its own. */
export type Between = (frontend: string) => Promise<string>;

/** Or why there is none. @param dynamicConfig of the server, where it differs from deploy/temporal */
export async function startStockPlane(
  dynamicConfig: DynamicConfig = {},
  between: Between = async (frontend) => frontend,
): Promise<StockPlane | string> {
  await using stack = new AsyncDisposableStack();
  const key = makeSigningKey();
  const published = { ...key.jwk, kid: key.kid, use: "sig", alg: "ES256" };
  const ownKeys = stack.adopt(await serveKeys(JSON.stringify({ keys: [published] })), (server) => server.close());
  // The server is told where the control plane will serve the gateway's keys; it asks again until it does.
  const port = await findFreePort();
  const sources = [`http://127.0.0.1:${port}/.well-known/jwks.json`, ownKeys.uri];
  const stock = await startStockServer(sources, dynamicConfig);
  if (typeof stock === "string") return stock;
  stack.use(stock);
  const internal = stack.adopt(connectTemporal({ address: stock.internal }), (each) => each.close());
  const plane = stack.use(
    await startPlane({
      listen: { plaintext: { host: "127.0.0.1", port }, tls: null, hostNames: [] },
      temporalAddress: stock.internal,
      temporal: { servers: { default: { address: stock.internal, gatewayAddress: await between(stock.frontend) } } },
      gateway: { secondLock: { refreshSeconds: 1, audience, rotateHours: 24 } },
    }),
  );
  const make = async (): Promise<StockNamespace> => {
    const { namespace } = await makeNamespace(plane.owner);
    const { namespaceInfo } = await internal.workflowService.describeNamespace({ namespace });
    return { name: namespace, id: namespaceInfo?.id ?? "" };
  };
  const [own, other] = [await make(), await make()];
  const tokenWith = (permissions: readonly string[], sub = "somebody"): string => {
    const now = Math.floor(Date.now() / 1_000);
    return `Bearer ${key.sign({ sub, permissions, iat: now - 5, exp: now + 3_600, aud: audience })}`;
  };
  // A server knows new keys and Namespaces after a moment: what follows is about refusals, which must not be that.
  for (const { name } of [own, other]) {
    await untilReachable(plane.gatewayAddress, `Bearer ${plane.ownerKey}`, name);
    await untilReachable(stock.frontend, tokenWith([`${name}:read`]), name);
  }
  const running = stack.move();
  return { plane, stock, internal, own, other, tokenWith, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

async function serveKeys(text: string): Promise<{ readonly uri: string; close(): void }> {
  const server = createServer((request, response) => void serveJwks(request, response, async () => text));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    uri: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Until a workflow that is not there is looked for, and not found. */
async function untilReachable(address: string, authorization: string, namespace: string): Promise<void> {
  const notFound = 5;
  const connection = connectTemporal({ address });
  try {
    for (;;) {
      const request = { namespace, execution: { workflowId: "none" } };
      const code = await connection
        .withMetadata({ authorization }, () => connection.workflowService.describeWorkflowExecution(request))
        .then(
          () => notFound,
          (error: { code?: number }) => error.code,
        );
      if (code === notFound) return;
      await sleep(100);
    }
  } finally {
    await connection.close();
  }
}

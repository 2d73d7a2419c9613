// Two stock Temporal servers that can be connected, each with a region, and a control plane with a gateway before them.
import { connectTemporal } from "../../packages/server/src/temporal/connect.ts";
import { startPlane, type TestPlane, type TestPlaneOptions } from "./control-plane.ts";
import { type StockServer, startStockServer } from "./stock-server.ts";

type Connection = ReturnType<typeof connectTemporal>;

export const east = "aws-us-east-1";
export const west = "aws-us-west-2";

export interface ConnectedServer extends StockServer {
  /** To look at what is really on the server. */
  readonly connection: Connection;
}

export interface ConnectedPlane extends AsyncDisposable {
  readonly plane: TestPlane;
  /** Has the control plane's own workflows, too. */
  readonly east: ConnectedServer;
  readonly west: ConnectedServer;
}

/** Within seconds, too. */
const managedFailover = { everySeconds: 1, afterSeconds: 3, pauseMinutes: 60 };

/** Connections are found within seconds instead of a minute. */
const dynamicConfig = { "system.clusterMetadataRefreshInterval": "1s" };

/** Or why there is none. */
export async function startConnectedPlane(options: TestPlaneOptions = {}): Promise<ConnectedPlane | string> {
  await using stack = new AsyncDisposableStack();
  const servers: ConnectedServer[] = [];
  for (const [index, name] of ["east", "west"].entries()) {
    const started = await startStockServer([], dynamicConfig, { name, initialFailoverVersion: index + 1 });
    if (typeof started === "string") return started;
    stack.use(started);
    const connection = stack.adopt(connectTemporal({ address: started.internal }), (each) => each.close());
    servers.push({ ...started, connection });
  }
  const [first, second] = servers;
  if (first === undefined || second === undefined) throw new Error("there are two");
  const toOptions = ({ internal }: StockServer) => ({ address: internal, clusterAddress: internal });
  const plane = stack.use(
    await startPlane({
      temporalAddress: first.internal,
      temporal: { servers: { east: toOptions(first), west: toOptions(second) }, managedFailover },
      regions: [
        { id: east, server: "east" },
        { id: west, server: "west" },
      ],
      gateway: {},
      ...options,
    }),
  );
  const running = stack.move();
  return { plane, east: first, west: second, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

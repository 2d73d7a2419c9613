// Two gateways beside a control plane, all on one Postgres, as a platform runs them behind a load balancer.
import type { GatewaySettings } from "../../packages/server/src/config/config.ts";
import { startPlane, type TestPlane } from "./control-plane.ts";
import type { FreshDatabase } from "./databases.ts";

export interface GatewayPair extends AsyncDisposable {
  /** Has the API, and carries out. */
  readonly plane: TestPlane;
  readonly first: TestPlane;
  readonly second: TestPlane;
}

export interface GatewayPairOptions {
  readonly temporalAddress?: string;
  readonly gateway?: Partial<GatewaySettings>;
  /** The second gateway's own way to the database. */
  readonly secondUrl?: string;
}

/** @param fresh of `sharePostgres`; it goes with the pair */
export async function startGatewayPair(fresh: FreshDatabase, options: GatewayPairOptions = {}): Promise<GatewayPair> {
  const { temporalAddress, gateway = {}, secondUrl = fresh.url } = options;
  await using stack = new AsyncDisposableStack();
  stack.use(fresh);
  const temporal = temporalAddress === undefined ? {} : { temporalAddress };
  const plane = stack.use(await startPlane({ ...temporal, store: { kind: "postgres", url: fresh.url } }));
  const startGateway = async (url: string) =>
    stack.use(
      await startPlane({ ...temporal, gateway, roles: new Set(["gateway"]), store: { kind: "postgres", url } }),
    );
  const first = await startGateway(fresh.url);
  const second = await startGateway(secondUrl);
  const kept = stack.move();
  return { plane, first, second, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

// A stock server behind a gateway for all tests of a suite, and who calls it: from outside, and at the server itself.
import { after, before, it, type TestContext } from "node:test";
import {
  AccountAccess_Role,
  NamespaceAccess_Permission,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { connectTemporal } from "../../packages/server/src/temporal/connect.ts";
import { withLevel } from "./gateway-roles.ts";
import { makeServiceAccount } from "./principals.ts";
import { type Between, type StockPlane, startStockPlane } from "./stock-plane.ts";
import type { DynamicConfig } from "./stock-server.ts";

type Connection = StockPlane["internal"];

export interface StockWorld extends StockPlane {
  /** Through the gateway, with Namespace Write: in `own` alone, in `other` alone, in both. */
  readonly ofOwn: Connection;
  readonly ofOther: Connection;
  readonly ofBoth: Connection;
  /** At the server, with the rights that `ofOwn` has. */
  readonly direct: Connection;
  /** Through the gateway with any key. */
  connect(key: string): Connection;
  /** At the server, with a token without its scheme. */
  connectDirectly(token: string): Connection;
}

/** Call once in a suite; the returned `it` skips with the reason when there is no stock server. */
export function shareStockWorld(dynamicConfig: DynamicConfig = {}, between?: Between) {
  let world: StockWorld | string = "not started";
  const stack = new AsyncDisposableStack();
  before(async () => {
    const at = await startStockPlane(dynamicConfig, between);
    if (typeof at === "string") {
      world = at;
      return;
    }
    stack.use(at);
    const open = (address: string, token: string): Connection =>
      stack.adopt(connectTemporal({ address, token: () => token }), (each) => each.close());
    const connect = (key: string): Connection => open(at.plane.gatewayAddress, key);
    const write = { permission: NamespaceAccess_Permission.WRITE };
    const both = await makeServiceAccount(at.plane, {
      accountAccess: { role: AccountAccess_Role.READ },
      namespaceAccesses: { [at.own.name]: write, [at.other.name]: write },
    });
    world = {
      ...at,
      ofOwn: connect((await withLevel(at.plane, at.own.name, "WRITE")).key),
      ofOther: connect((await withLevel(at.plane, at.other.name, "WRITE")).key),
      ofBoth: connect(both.key),
      direct: open(at.stock.frontend, at.tokenWith([`${at.own.name}:write`]).slice("Bearer ".length)),
      connect,
      connectDirectly: (token) => open(at.stock.frontend, token),
    };
  });
  after(() => stack.disposeAsync());
  return function onStock(promise: string, prove: (world: StockWorld) => Promise<void>): void {
    it(promise, async (t: TestContext) => {
      if (typeof world === "string") return t.skip(world);
      await prove(world);
    });
  };
}

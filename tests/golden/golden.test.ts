// Every RPC answers the same over gRPC, Connect and REST, and as it did when its golden was committed.
import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import { CloudService } from "@remit/protocol";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { startPlane } from "../harness/control-plane.ts";
import { story } from "../rpcs/story/whole.ts";
import { isServed } from "../rpcs/tell.ts";
import { type Golden, readGoldens } from "./golden.ts";
import { type Protocol, protocols, tellThrice } from "./tell-thrice.ts";

const goldens = readGoldens();
const regenerate = "npm run golden writes what it answers now; read the difference before it is committed";

describe("the story of every RPC", () => {
  it("has each RPC of the Cloud Ops API in it", () => {
    const told = new Set(story.map(({ rpc }) => rpc));
    const missing = CloudService.methods.map(({ name }) => name).filter((name) => !told.has(name));
    assert.deepEqual(missing, [], "tests/rpcs/story has no step for these");
  });

  it("has a golden of each RPC that is served, and no other", () => {
    const served = CloudService.methods.map(({ name }) => name).filter((rpc) => isServed({ rpc }));
    assert.deepEqual([...goldens.keys()].sort(), served.sort(), regenerate);
  });
});

describe("every RPC over every protocol", () => {
  const skipped: { reason?: string } = {};
  let answers: Record<Protocol, Map<string, Golden>> | undefined;
  const stack = new AsyncDisposableStack();

  before(async () => {
    const server = await temporalForTest();
    if (typeof server === "string") {
      skipped.reason = server;
      return;
    }
    stack.defer(() => server.stop());
    const plane = stack.use(await startPlane({ temporalAddress: server.address }));
    answers = await tellThrice({ url: plane.url, key: plane.ownerKey, account: plane.accountId });
  });
  after(() => stack.disposeAsync());

  for (const { name: rpc } of CloudService.methods.filter(({ name }) => isServed({ rpc: name }))) {
    it(`${rpc} answers alike over gRPC, Connect and REST, as its golden says`, (t: TestContext) => {
      if (skipped.reason !== undefined) return t.skip(skipped.reason);
      for (const protocol of Object.keys(protocols) as Protocol[]) {
        assert.deepEqual(answers?.[protocol].get(rpc), goldens.get(rpc), `${rpc} over ${protocol}: ${regenerate}`);
      }
    });
  }
});

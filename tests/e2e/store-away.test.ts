// The store goes away and comes back under a server that runs on: clients are told to try again, and can.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Code, ConnectError } from "@connectrpc/connect";
import { startPlane } from "../harness/control-plane.ts";
import { sharePostgres } from "../harness/databases.ts";
import { openWay } from "../harness/way-to-database.ts";

const freshPostgres = sharePostgres();

describe("a store that is away", () => {
  it("is Unavailable to reads and writes, which clients repeat, and needs no restart when it is back", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    await using _dropped = fresh;
    const way = await openWay(fresh.url);
    await using plane = await startPlane({ store: { kind: "postgres", url: way.url } });
    const { cloud } = plane.owner;
    const codeOf = (call: Promise<unknown>): Promise<Code | null> =>
      call.then(
        () => null,
        (error: unknown) => ConnectError.from(error).code,
      );
    way.cut();
    assert.equal(await codeOf(cloud.getUsers({})), Code.Unavailable);
    assert.equal(await codeOf(cloud.createUser({ spec: { email: "away@example.com" } })), Code.Unavailable);
    await way.mend();
    for (let code: Code | null = Code.Unavailable; code !== null; code = await codeOf(cloud.getUsers({}))) {
      assert.equal(code, Code.Unavailable);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await cloud.createUser({ spec: { email: "back@example.com" } });
    way.cut();
  });
});

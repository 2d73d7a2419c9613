// Bad input is refused by name and changes nothing, whatever the protocol. A dose; `node tests/e2e/bad-input/run.ts`
// sends all that there is.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import { sql } from "kysely";
import { sharePostgres } from "../harness/databases.ts";
import { attack, type Protocol, servedMethods } from "./bad-input/attack.ts";
import { judge } from "./bad-input/judge.ts";
import { makeTarget, type OwnedTarget } from "./bad-input/target.ts";

const freshPostgres = sharePostgres();
const perMethod = 8;

describe("bad input to every RPC", () => {
  let target: OwnedTarget;
  before(async () => {
    const fresh = await freshPostgres();
    target = await makeTarget(typeof fresh === "string" ? null : fresh);
  });
  after(() => target[Symbol.asyncDispose]());

  for (const protocol of ["grpc", "connect", "rest"] as const satisfies readonly Protocol[]) {
    it(`over ${protocol} is never our fault, shows nothing of our insides, and leaves every row as it was`, async () => {
      const seed = Date.now() % 1e6;
      const { sent, accepted, problems } = await attack(target, { protocol, perMethod, seed });
      assert.deepEqual(problems, [], `with seed ${seed}`);
      assert.ok(sent > servedMethods.length * (perMethod / 2), `only ${sent} were sent`);
      assert.ok(accepted < sent / 2, `${accepted} of ${sent} were accepted: the requests are not bad`);
    });
  }

  it("would be noticed if it left a trace, or an answer told too much", async () => {
    assert.notEqual(judge({ code: Code.Internal, text: "" }), null);
    assert.notEqual(judge({ code: Code.InvalidArgument, text: "at run (/srv/x.ts:1:2)" }), null);
    assert.equal(judge({ code: Code.InvalidArgument, text: "spec.name: is required" }), null);
    const { observed } = target;
    if (observed === null) return;
    const before = await target.digest();
    await sql`UPDATE account SET updated_at = now()`.execute(observed.database.db);
    assert.notEqual(await target.digest(), before);
  });
});

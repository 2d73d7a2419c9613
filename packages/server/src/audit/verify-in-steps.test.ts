import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Database, type Db, migrate } from "../store/database.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { appendAudit } from "./append.ts";
import { chainTail } from "./chain.ts";
import { ChainVerifier } from "./verify-in-steps.ts";

async function append(db: Db, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    await appendAudit(db, {
      at: new Date(Date.UTC(2026, 3, 1, 0, index)),
      operation: "UpdateThing",
      status: "OK",
      principal: { type: "user", id: "u1", name: "u@example.com", apiKeyId: "k1" },
      forwardedFor: "",
      asyncOperationId: "",
      details: { index },
    });
  }
}

const at = (second: number): Date => new Date(Date.UTC(2026, 4, 1, 12, 0, second));

describe("verifying the audit chain in steps", () => {
  let database: Database;
  before(async () => {
    database = await openTestPGlite();
    await migrate(database.db);
    await append(database.db, 8);
    await chainTail(database.db);
    await append(database.db, 2);
  });
  after(() => database.close());

  it("gets a step further with each question, says how far it is, and counts what waits to be chained", async () => {
    const verifier = new ChainVerifier(database.db, 3);
    const first = await verifier.verify(at(0));
    assert.deepEqual([first.verified.seq, first.chained, first.unchained, first.broken], [3, 8, 2, null]);
    assert.equal((await verifier.verify(at(10))).verified.seq, 6);
    const last = await verifier.verify(at(20));
    assert.deepEqual([last.verified.seq, last.at], [8, at(20)]);
  });

  it("answers whoever asks soon after with what it found, and everybody who asks at once with one step", async () => {
    const verifier = new ChainVerifier(database.db, 3);
    const [one, other] = await Promise.all([verifier.verify(at(0)), verifier.verify(at(0))]);
    assert.equal(one, other);
    assert.equal(await verifier.verify(at(4)), one);
    assert.notEqual(await verifier.verify(at(6)), one);
  });

  it("tells of a record that was changed after it had been verified", async () => {
    const verifier = new ChainVerifier(database.db);
    assert.equal((await verifier.verify(at(0))).broken, null);
    await database.db.updateTable("audit_log").set({ operation: "Other" }).where("chain_seq", "=", 2).execute();
    const { broken } = await verifier.verify(at(10));
    assert.equal(broken?.seq, 2);
    assert.match(broken?.problem ?? "", /was changed/);
  });
});

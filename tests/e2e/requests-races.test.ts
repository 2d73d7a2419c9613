// Decisions that meet, over connections of their own on a real Postgres.
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { sharePostgres } from "../harness/databases.ts";
import { specOf } from "../harness/namespaces.ts";
import { observePlane } from "../harness/observed-plane.ts";
import { ask, makeDeciders, makeDeveloper, onNamespace, readRequest } from "../harness/requests.ts";
import { tailor } from "../harness/teams.ts";

const rounds = 8;

describe("decisions that meet", () => {
  const freshDatabase = sharePostgres();

  it("count each person once, and end in one way", async (t: TestContext) => {
    const fresh = await freshDatabase();
    if (typeof fresh === "string") return t.skip(fresh);
    await using plane = await observePlane(fresh);
    const { db } = plane.database;
    const { members } = await makeDeciders(plane);
    const [first, second] = members;
    await tailor(plane.owner, (spec) => {
      if (spec.requests !== undefined) spec.requests.approvals = 2;
    });
    const { namespace } = await plane.owner.cloud.createNamespace({ spec: specOf() });
    const developer = await makeDeveloper(plane);
    const outcomes = async (...calls: Promise<unknown>[]): Promise<number> =>
      (await Promise.allSettled(calls)).filter(({ status }) => status === "fulfilled").length;
    const grantsOf = (id: string) =>
      db.selectFrom("temporary_grants").selectAll().where("request_id", "=", id).execute();
    for (let round = 0; round < rounds; round += 1) {
      const requestId = await ask(developer, onNamespace(namespace));
      // The same person twice at once is one approval, not two.
      const twice = [first, first].map(({ requests }) => requests.approveRequest({ requestId }));
      assert.equal(await outcomes(...twice), 1);
      assert.equal((await readRequest(developer, requestId)).state, "pending");
      assert.deepEqual(await grantsOf(requestId), []);
      const { requests } = developer;
      const done = await outcomes(
        second.requests.approveRequest({ requestId }),
        second.requests.declineRequest({ requestId }),
        requests.withdrawRequest({ requestId }),
      );
      assert.equal(done, 1);
      const { state } = await readRequest(developer, requestId);
      assert.equal((await grantsOf(requestId)).length, state === "approved" ? 1 : 0);
      if (state !== "approved") continue;
      const ends = [developer, first, second].map((one) => one.requests.endAccess({ requestId }));
      assert.equal(await outcomes(...ends), 1);
      assert.deepEqual(await grantsOf(requestId), []);
    }
  });

  it("let one of two equal requests wait", async (t: TestContext) => {
    const fresh = await freshDatabase();
    if (typeof fresh === "string") return t.skip(fresh);
    await using plane = await observePlane(fresh);
    await makeDeciders(plane);
    const { namespace } = await plane.owner.cloud.createNamespace({ spec: specOf() });
    const developer = await makeDeveloper(plane);
    const both = await Promise.allSettled([1, 2, 3].map(() => ask(developer, onNamespace(namespace))));
    assert.equal(both.filter(({ status }) => status === "fulfilled").length, 1);
    const { requests } = await developer.requests.getRequests({ state: "pending" });
    assert.equal(requests.length, 1);
  });
});

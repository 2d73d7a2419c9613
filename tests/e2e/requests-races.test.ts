// Decisions that meet, over connections of their own on a real Postgres.
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { sharePostgres } from "../harness/databases.ts";
import { freshName, specOf } from "../harness/namespaces.ts";
import { observePlane } from "../harness/observed-plane.ts";
import { ask, makeDeciders, makeDeveloper, onNamespace, readRequest } from "../harness/requests.ts";
import { remitAs } from "../harness/run-remit.ts";
import { makeTeam, readTeam, tailor } from "../harness/teams.ts";

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

  it("lose nothing of what a team is given, by each other or by an edit of its group", async (t: TestContext) => {
    const fresh = await freshDatabase();
    if (typeof fresh === "string") return t.skip(fresh);
    await using plane = await observePlane(fresh);
    const { owner } = plane;
    const { members } = await makeDeciders(plane);
    const { groupId } = await owner.cloud.createUserGroup({
      spec: { displayName: "orders", groupType: { case: "cloudGroup", value: {} } },
    });
    await makeTeam(owner, "orders", { name: "Orders", kind: "application", groups: [groupId] });
    // Whose people may write custom roles then, as their rows have it.
    assert.equal((await remitAs(plane, plane.ownerKey)(["access", "apply"])).exitCode, 0);
    const developer = await makeDeveloper(plane);
    const askFor = (name: string) =>
      developer.requests.requestNamespace({
        namespace: { name, region: "aws-us-east-1", teamId: "orders", dataClassification: "internal" },
        reason: "x",
      });
    const names = [freshName(), freshName(), freshName()];
    const asked = [await askFor(names[0] ?? ""), await askFor(names[1] ?? ""), await askFor(names[2] ?? "")];
    const { group } = await owner.cloud.getUserGroup({ groupId });
    assert.ok(group?.spec !== undefined);
    const { resourceVersion } = group;
    const spec = { ...group.spec, displayName: "orders-team" };
    const edit = owner.cloud.updateUserGroup({ groupId, spec, resourceVersion });
    const approvals = asked.map(({ requestId }, at) =>
      members[at % 2 === 0 ? 0 : 1].requests.approveRequest({ requestId }),
    );
    const [edited, ...approved] = await Promise.allSettled([edit, ...approvals]);
    assert.deepEqual(
      approved.map((one) => (one.status === "fulfilled" ? "approved" : String(one.reason))),
      ["approved", "approved", "approved"],
    );
    const { group: after } = await owner.cloud.getUserGroup({ groupId });
    assert.equal(after?.spec?.displayName, edited?.status === "fulfilled" ? "orders-team" : "orders");
    const ids = names.map((name) => `${name}.${plane.accountId}`).sort();
    assert.deepEqual(Object.keys(after?.spec?.access?.namespaceAccesses ?? {}).sort(), ids);
    const { customRoles } = await owner.cloud.getCustomRoles({});
    const role = customRoles.find(({ spec }) => spec?.name === "remit-orders");
    for (const { resources } of role?.spec?.permissions ?? [])
      assert.deepEqual([...(resources?.resourceIds ?? [])].sort(), ids);
    assert.deepEqual(after?.spec?.access?.accountAccess?.customRoles, [role?.id]);
    assert.deepEqual([...((await readTeam(owner, "orders")).spec?.owns?.namespaces ?? [])].sort(), ids);
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

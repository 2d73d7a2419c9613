// What was done and what is under way, as people look for it.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import { AuditOutcome as Outcome } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { AsyncOperation_State as State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { freshName, specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeUser } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";

describe("the audit log as people look at it", () => {
  const onPlane = sharePlane();

  onPlane("comes newest first, page after page, each record once", async ({ owner: { cloud, activity } }) => {
    for (const name of ["one", "two", "three"]) await cloud.createProject({ spec: { displayName: freshName(name) } });
    const operation = "CreateProject";
    const whole = await activity.getAuditRecords({ operation });
    const times = whole.records.map(({ emitTime }) => Number(emitTime?.seconds) * 1e9 + (emitTime?.nanos ?? 0));
    assert.deepEqual(
      times,
      [...times].sort((a, b) => b - a),
    );
    assert.equal(times.length, 3);
    const first = await activity.getAuditRecords({ operation, pageSize: 2 });
    const second = await activity.getAuditRecords({ operation, pageSize: 2, pageToken: first.nextPageToken });
    assert.deepEqual(
      [...first.records, ...second.records].map(({ logId }) => logId),
      whole.records.map(({ logId }) => logId),
    );
    assert.equal(second.nextPageToken, "");
    await refused(
      activity.getAuditRecords({ operation: "", pageSize: 2, pageToken: first.nextPageToken }),
      Code.InvalidArgument,
    );
  });

  onPlane("is narrowed by who, what, on which, how it ended and when", async (plane) => {
    const { cloud, activity } = plane.owner;
    const email = `${freshName("percy")}_100%@example.com`;
    const user = await makeUser(plane, { accountAccess: { role: Role.READ } }, email);
    const { projectId } = await cloud.createProject({ spec: { displayName: freshName() } });
    await refused(user.cloud.deleteProject({ projectId, resourceVersion: "1" }), Code.PermissionDenied);
    const operationsOf = async (request: Parameters<typeof activity.getAuditRecords>[0]) =>
      (await activity.getAuditRecords(request)).records.map(({ operation }) => operation);
    assert.deepEqual(await operationsOf({ resource: projectId }), ["DeleteProject", "CreateProject"]);
    assert.deepEqual(await operationsOf({ resource: projectId.slice(3, 20), outcome: Outcome.REFUSED }), [
      "DeleteProject",
    ]);
    assert.deepEqual(await operationsOf({ resource: projectId, outcome: Outcome.DONE }), ["CreateProject"]);
    assert.deepEqual(await operationsOf({ resource: projectId, principal: user.id }), ["DeleteProject"]);
    assert.deepEqual(await operationsOf({ resource: projectId, principal: "OWNER@" }), ["CreateProject"]);
    assert.deepEqual(await operationsOf({ resource: projectId, resourceType: "namespaces" }), []);
    // What is typed stands for itself: no wildcard is made of it.
    assert.deepEqual(await operationsOf({ principal: "%_%_%" }), []);
    assert.ok((await operationsOf({ principal: "_100%@" })).includes("DeleteProject"));
    const now = timestampFromDate(new Date(Date.now() + 60_000));
    assert.deepEqual(await operationsOf({ resource: projectId, startTimeInclusive: now }), []);
    await refused(
      activity.getAuditRecords({ startTimeInclusive: now, endTimeExclusive: timestampFromDate(new Date(0)) }),
      Code.InvalidArgument,
    );
  });

  onPlane("finds one record by its id, and all that concerns somebody, however long ago", async (plane) => {
    const { activity, cloud } = plane.owner;
    const user = await makeUser(plane, { accountAccess: { role: Role.READ } });
    const { groupId } = await cloud.createUserGroup({
      spec: { displayName: freshName(), groupType: { case: "cloudGroup", value: {} } },
    });
    await cloud.addUserGroupMember({ groupId, memberId: { memberType: { case: "userId", value: user.id } } });
    await refused(user.cloud.deleteUserGroup({ groupId, resourceVersion: "1" }), Code.PermissionDenied);
    const { records } = await activity.getAuditRecords({ concerns: user.id });
    const operations = records.map(({ operation }) => operation);
    for (const expected of ["CreateUser", "AddUserGroupMember", "DeleteUserGroup"])
      assert.ok(operations.includes(expected), `${expected} is not among ${operations.join()}`);
    assert.ok(!operations.includes("CreateUserGroup"));
    const one = await activity.getAuditRecords({ logId: records[1]?.logId ?? "" });
    assert.deepEqual(one.records, [records[1]]);
    assert.deepEqual((await activity.getAuditRecords({ logId: "none" })).records, []);
    await refusedField(activity.getAuditRecords({ concerns: "x".repeat(513) }), "concerns");
  });

  onPlane("is whole, and says how much of it was verified", async ({ owner: { activity } }) => {
    const { intact, verified, chained, problem, verifiedAt } = await activity.getAuditChain({});
    assert.deepEqual([intact, problem], [true, ""]);
    assert.ok(chained > 0n);
    assert.equal(verified, chained);
    assert.ok(verifiedAt !== undefined);
  });

  onPlane("is not for who may not read it", async (plane) => {
    const user = await makeUser(plane, { accountAccess: { role: Role.READ } });
    await refused(user.activity.getAuditRecords({}), Code.PermissionDenied);
    await refused(user.activity.getAuditChain({}), Code.PermissionDenied);
  });
});

describe("the list of operations", () => {
  const onPlane = sharePlane();

  onPlane("shows what runs with who asked for it and what it is about", async ({ owner: { cloud, activity } }) => {
    const { namespace, asyncOperation } = await cloud.createNamespace({ spec: specOf() });
    const { operations } = await activity.getOperations({ inProgress: true });
    const [found] = operations;
    assert.equal(operations.length, 1);
    assert.equal(found?.operation?.id, asyncOperation?.id);
    assert.equal(found?.operation?.state, State.PENDING);
    assert.deepEqual(
      [found?.principalName, found?.resourceType, found?.resourceId],
      ["owner@example.com", "namespaces", namespace],
    );
  });

  onPlane("shows one's own to everybody, and all only to who may read the audit log", async (plane) => {
    const developer = await makeUser(plane, { accountAccess: { role: Role.DEVELOPER } });
    await developer.cloud.createNamespace({ spec: specOf() });
    const all = (await plane.owner.activity.getOperations({ pageSize: 1000 })).operations;
    assert.ok(all.some(({ principalId }) => principalId === developer.id));
    assert.ok(all.some(({ principalId }) => principalId !== developer.id));
    const own = (await developer.activity.getOperations({})).operations;
    assert.deepEqual([...new Set(own.map(({ principalId }) => principalId))], [developer.id]);
    const reader = await makeUser(plane, { accountAccess: { role: Role.READ } });
    const seen = (await reader.activity.getOperations({})).operations;
    assert.deepEqual([...new Set(seen.map(({ principalId }) => principalId))], [reader.id]);
  });
});

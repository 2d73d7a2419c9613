import assert from "node:assert/strict";
import { describe } from "node:test";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeUser } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";
import {
  ask,
  type Deciders,
  joinGroup,
  leaveGroup,
  makeClock,
  makeDeciders,
  makeDeveloper,
  onNamespace,
  readRequest,
} from "../harness/requests.ts";
import { tailor } from "../harness/teams.ts";

let office: Deciders | undefined;
const decidersOf = async (plane: TestPlane): Promise<Deciders> => (office ??= await makeDeciders(plane));
const newNamespace = async ({ owner }: TestPlane): Promise<string> =>
  (await owner.cloud.createNamespace({ spec: specOf() })).namespace;

describe("access that is asked for", () => {
  const clock = makeClock();
  const onPlane = sharePlane({ now: clock.now });

  onPlane("is approved, used, and gone after its time, and the audit log tells it all", async (plane) => {
    const { members } = await decidersOf(plane);
    const namespace = await newNamespace(plane);
    const developer = await makeDeveloper(plane);
    await refused(developer.cloud.getNamespace({ namespace }), Code.PermissionDenied);
    const requestId = await ask(developer, onNamespace(namespace), 8);
    const asked = await readRequest(members[0], requestId);
    assert.deepEqual(
      [asked.state, asked.requesterId, asked.responsibilityId, asked.approvalsNeeded],
      ["pending", developer.id, "cloud-access", 1],
    );
    assert.deepEqual([...asked.approverIds].sort(), members.map(({ id }) => id).sort());
    await refused(developer.cloud.getNamespace({ namespace }), Code.PermissionDenied);
    const before = clock.now().getTime();
    await members[0].requests.approveRequest({ requestId, comment: "until tonight" });
    const granted = await readRequest(developer, requestId);
    assert.equal(granted.state, "approved");
    assert.deepEqual(
      granted.decisions.map(({ userId, verdict, comment }) => ({ userId, verdict, comment })),
      [{ userId: members[0].id, verdict: "approved", comment: "until tonight" }],
    );
    const end = granted.accessEndsTime === undefined ? 0 : timestampDate(granted.accessEndsTime).getTime();
    assert.ok(end >= before + 8 * 3_600_000 && end < before + 9 * 3_600_000);
    assert.equal((await developer.cloud.getNamespace({ namespace })).namespace?.namespace, namespace);
    const { users } = await plane.owner.cloud.getUserNamespaceAssignments({ namespace });
    assert.ok(users.some(({ id }) => id === developer.id));
    const { reasons } = await developer.access.explain({
      operation: "cloud.namespace.get",
      resource: { resourceType: "namespaces", resourceId: namespace },
    });
    assert.deepEqual(
      reasons.map(({ kind, expiresAt }) => [kind, expiresAt && timestampDate(expiresAt).getTime()]),
      [["temporary", end]],
    );
    clock.passHours(8);
    await refused(developer.cloud.getNamespace({ namespace }), Code.PermissionDenied);
    assert.equal((await readRequest(developer, requestId)).state, "ended");
    const { logs } = await plane.owner.cloud.getAuditLogs({ pageSize: 1000 });
    const told = logs
      .filter(({ rawDetails }) => JSON.stringify(rawDetails ?? {}).includes(requestId))
      .map(({ operation, principal, status }) => `${operation} by ${principal?.id}: ${status}`);
    assert.deepEqual(told.sort(), [`ApproveRequest by ${members[0].id}: OK`, `RequestAccess by ${developer.id}: OK`]);
  });

  onPlane("can be a role on a project, or a custom role", async (plane) => {
    const { members, groupId } = await decidersOf(plane);
    const { owner } = plane;
    const developer = await makeDeveloper(plane);
    const { projectId } = await owner.cloud.createProject({ spec: { displayName: "payments" } });
    const onProject = await ask(developer, {
      wanted: { case: "projectAccess", value: { projectId, role: "read" } },
    });
    await members[1].requests.approveRequest({ requestId: onProject });
    assert.equal((await developer.cloud.getProject({ projectId })).project?.id, projectId);
    const { roleId } = await owner.cloud.createCustomRole({
      spec: {
        name: "AuditReader",
        permissions: [{ actions: ["cloud.auditlog.list"], resources: { resourceType: "accounts", allowAll: true } }],
      },
    });
    await refused(developer.cloud.getAuditLogs({}), Code.PermissionDenied);
    const boss = await makeUser(plane, { accountAccess: { role: Role.OWNER } });
    await joinGroup(plane, groupId, boss.id);
    const ofRole = await ask(developer, { wanted: { case: "customRoleId", value: roleId } });
    const byAdmin = members[1].requests.approveRequest({ requestId: ofRole });
    await refused(byAdmin, Code.PermissionDenied, "cloud.customrole.assign");
    await boss.requests.approveRequest({ requestId: ofRole });
    await leaveGroup(plane, groupId, boss.id);
    await developer.cloud.getAuditLogs({});
    const { customRole } = await owner.cloud.getCustomRole({ roleId });
    await owner.cloud.deleteCustomRole({ roleId, resourceVersion: customRole?.resourceVersion ?? "" });
    await refused(developer.cloud.getAuditLogs({}), Code.PermissionDenied);
    const gone = await readRequest(developer, ofRole);
    assert.deepEqual([gone.state, gone.note], ["ended", "what it was for is gone"]);
  });

  onPlane(
    "is given back, or taken back by those who decide it or could take any access, before its time",
    async (plane) => {
      const { members } = await decidersOf(plane);
      const namespace = await newNamespace(plane);
      const developer = await makeDeveloper(plane);
      const onAccount = { resourceType: "accounts", allowAll: true };
      const permissions = [{ actions: ["remit.request.list"], resources: onAccount }];
      const { roleId } = await plane.owner.cloud.createCustomRole({ spec: { name: "request-reader", permissions } });
      const reader = await makeUser(plane, { accountAccess: { role: Role.READ, customRoles: [roleId] } });
      for (const by of [developer, members[1], plane.owner]) {
        const requestId = await ask(developer, onNamespace(namespace));
        await refused(by.requests.endAccess({ requestId }), Code.FailedPrecondition, "pending");
        await members[0].requests.approveRequest({ requestId });
        await developer.cloud.getNamespace({ namespace });
        await refused(reader.requests.endAccess({ requestId }), Code.PermissionDenied, "only those decide");
        await by.requests.endAccess({ requestId });
        await refused(developer.cloud.getNamespace({ namespace }), Code.PermissionDenied);
        assert.equal((await readRequest(developer, requestId)).state, "ended");
        await refused(by.requests.endAccess({ requestId }), Code.FailedPrecondition, "ended");
      }
    },
  );

  onPlane("is prolonged by a request of its own, which takes its place", async (plane) => {
    const { members } = await decidersOf(plane);
    const namespace = await newNamespace(plane);
    const developer = await makeDeveloper(plane);
    const first = await ask(developer, onNamespace(namespace), 8);
    await members[0].requests.approveRequest({ requestId: first });
    clock.passHours(7);
    const renewal = (who: typeof developer, permission = "read") =>
      ask(who, onNamespace(namespace, permission), 8, { renewsRequestId: first });
    await refusedField(renewal(developer, "write"), "access");
    await refusedField(renewal(await makeDeveloper(plane)), "renews_request_id");
    const { requestId: second } = await developer.requests.requestAccess({
      renewsRequestId: first,
      hours: 8,
      reason: "not done yet",
    });
    await members[1].requests.approveRequest({ requestId: second });
    const replaced = await readRequest(developer, first);
    assert.deepEqual([replaced.state, replaced.note], ["ended", `prolonged by request ${second}`]);
    clock.passHours(7);
    await developer.cloud.getNamespace({ namespace });
    await developer.requests.endAccess({ requestId: second });
    await refused(developer.cloud.getNamespace({ namespace }), Code.PermissionDenied);
    await refusedField(renewal(developer), "renews_request_id");
  });

  onPlane("waits two weeks for its approvers, and not longer", async (plane) => {
    const { members } = await decidersOf(plane);
    const namespace = await newNamespace(plane);
    const developer = await makeDeveloper(plane);
    const requestId = await ask(developer, onNamespace(namespace));
    clock.passHours(14 * 24);
    assert.equal((await readRequest(developer, requestId)).state, "lapsed");
    await refused(members[0].requests.approveRequest({ requestId }), Code.FailedPrecondition, "lapsed");
    const again = await ask(developer, onNamespace(namespace));
    assert.notEqual(again, requestId);
    const { requests } = await developer.requests.getRequests({ state: "lapsed" });
    assert.deepEqual(
      requests.map(({ id }) => id),
      [requestId],
    );
  });

  onPlane("is asked for once at a time, for hours that the matrix allows, with a reason", async (plane) => {
    await decidersOf(plane);
    const namespace = await newNamespace(plane);
    const developer = await makeDeveloper(plane);
    const requestId = await ask(developer, onNamespace(namespace));
    await refused(ask(developer, onNamespace(namespace)), Code.AlreadyExists, "pending");
    await developer.requests.withdrawRequest({ requestId });
    await refused(developer.requests.withdrawRequest({ requestId }), Code.FailedPrecondition, "withdrawn");
    const asyncOperationId = `ask-${requestId}`;
    const repeated = { access: onNamespace(namespace), hours: 1, reason: "x", asyncOperationId };
    const once = await developer.requests.requestAccess(repeated);
    assert.equal((await developer.requests.requestAccess(repeated)).requestId, once.requestId);
    const wrong = (more: object) => developer.requests.requestAccess({ ...repeated, asyncOperationId: "", ...more });
    await refusedField(wrong({ hours: 0 }), "hours");
    await refusedField(wrong({ hours: 169 }), "hours");
    await refusedField(wrong({ reason: "" }), "reason");
    await refusedField(wrong({ access: undefined }), "access");
    await refusedField(wrong({ access: onNamespace(namespace, "owner") }), "access.namespace_access.permission");
    const developerRole = { wanted: { case: "projectAccess", value: { projectId: "x", role: "developer" } } };
    await refusedField(wrong({ access: developerRole }), "access.project_access.role");
  });

  onPlane("is asked for and decided over REST, too", async (plane) => {
    const { members } = await decidersOf(plane);
    const namespace = await newNamespace(plane);
    const developer = await makeDeveloper(plane);
    const call = async (key: string, path: string, body?: object): Promise<Record<string, unknown>> => {
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
      const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
      const response = await fetch(`${plane.url}/remit/v1/requests${path}`, { headers, ...sent });
      assert.equal(response.status, 200, path);
      return (await response.json()) as Record<string, unknown>;
    };
    const access = { namespaceAccess: { namespace, permission: "read" } };
    const { requestId } = await call(developer.key, "/access", { access, hours: 1, reason: "x" });
    await call(members[0].key, `/${String(requestId)}/approve`, {});
    const { request } = await call(developer.key, `/${String(requestId)}`);
    assert.equal((request as Record<string, unknown>).state, "approved");
    await call(developer.key, `/${String(requestId)}/end`, {});
    const { requests } = await call(developer.key, "?state=ended");
    assert.equal((requests as unknown[]).length, 1);
  });

  onPlane("is not asked for without end: so many may wait for one person", async (plane) => {
    await decidersOf(plane);
    const developer = await makeDeveloper(plane);
    for (let index = 0; index < 20; index += 1) await ask(developer, onNamespace(`nowhere-${index}.x`));
    await refused(ask(developer, onNamespace("nowhere-20.x")), Code.FailedPrecondition, "pendingRequestsPerUser");
  });

  onPlane("is listed for who asked, who decides and who may see all, page by page", async (plane) => {
    const { members } = await decidersOf(plane);
    const namespace = await newNamespace(plane);
    const [developer, other] = [await makeDeveloper(plane), await makeDeveloper(plane)];
    const ids = [await ask(developer, onNamespace(namespace)), await ask(developer, onNamespace(namespace, "write"))];
    const idsOf = async (caller: typeof developer, more: { toDecide?: boolean } = {}) => {
      const seen: string[] = [];
      let pageToken = "";
      do {
        const page = await caller.requests.getRequests({ pageSize: 1, pageToken, state: "pending", ...more });
        seen.push(...page.requests.map(({ id }) => id));
        pageToken = page.nextPageToken;
      } while (pageToken !== "");
      return seen.filter((id) => ids.includes(id));
    };
    assert.deepEqual(await idsOf(developer), [...ids].reverse());
    assert.deepEqual(await idsOf(other), []);
    assert.deepEqual((await idsOf(members[0], { toDecide: true })).length, 2);
    await members[0].requests.declineRequest({ requestId: ids[0] ?? "", comment: "not needed" });
    assert.deepEqual(await idsOf(members[0], { toDecide: true }), [ids[1]]);
    assert.deepEqual((await readRequest(developer, ids[0] ?? "")).state, "declined");
    await refusedField(developer.requests.getRequests({ state: "open" }), "state");
  });

  onPlane("needs somebody besides the requester who may approve it", async (plane) => {
    const { members } = await decidersOf(plane);
    const namespace = await newNamespace(plane);
    await tailor(plane.owner, (spec) => {
      if (spec.requests !== undefined) spec.requests.approvals = 2;
    });
    try {
      await refused(ask(members[0], onNamespace(namespace)), Code.FailedPrecondition, "Account Owner add people");
      const developer = await makeUser(plane, { accountAccess: { role: Role.READ } });
      const requestId = await ask(developer, onNamespace(namespace, "write"));
      await members[0].requests.approveRequest({ requestId });
      assert.equal((await readRequest(developer, requestId)).state, "pending");
      await refused(members[0].requests.approveRequest({ requestId }), Code.FailedPrecondition, "another approver");
      await members[1].requests.approveRequest({ requestId });
      assert.equal((await readRequest(developer, requestId)).state, "approved");
      const together = await ask(developer, onNamespace(namespace, "admin"));
      await Promise.all(members.map(({ requests }) => requests.approveRequest({ requestId: together })));
      const { state, decisions } = await readRequest(developer, together);
      assert.deepEqual([state, decisions.length], ["approved", 2]);
    } finally {
      await tailor(plane.owner, (spec) => {
        if (spec.requests !== undefined) spec.requests.approvals = 1;
      });
    }
    const developer = await makeDeveloper(plane);
    const raced = await ask(developer, onNamespace(namespace));
    const outcomes = await Promise.allSettled(
      members.map(({ requests }) => requests.approveRequest({ requestId: raced })),
    );
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    assert.equal((await readRequest(developer, raced)).decisions.length, 1);
  });
});

// What a team comes to hold on the Namespace that was asked for: with the last approval, all of it or nothing.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { create } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import {
  type CustomRole,
  CustomRoleSpec_PermissionSchema,
  NamespaceAccess_Permission as Level,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { registerNamespace } from "../../packages/server/src/temporal/namespaces.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { freshName, removeNamespace } from "../harness/namespaces.ts";
import { fulfilled, untilEnded } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { makeUser, type TestPrincipal } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";
import { type Deciders, joinGroup, leaveGroup, makeDeciders, makeDeveloper, readRequest } from "../harness/requests.ts";
import { remitAs } from "../harness/run-remit.ts";
import { makeTeam, readTeam, tailor } from "../harness/teams.ts";

const offices = new Map<string, Promise<Deciders>>();

/** One team of them for each control plane. */
function decidersOf(plane: TestPlane): Promise<Deciders> {
  const office = offices.get(plane.url) ?? makeDeciders(plane);
  offices.set(plane.url, office);
  return office;
}

interface TeamHere {
  readonly id: string;
  readonly groupId: string;
  readonly member: TestPrincipal;
}

/** An application team with a group and somebody in it, who may do nothing else. */
async function makeTeamWithMember(plane: TestPlane, id: string): Promise<TeamHere> {
  const { groupId } = await plane.owner.cloud.createUserGroup({
    spec: { displayName: id, groupType: { case: "cloudGroup", value: {} } },
  });
  const member = await makeDeveloper(plane);
  await joinGroup(plane, groupId, member.id);
  await makeTeam(plane.owner, id, { name: id, kind: "application", groups: [id] });
  return { id, groupId, member };
}

async function askFor(plane: TestPlane, teamId: string, name = freshName(teamId)) {
  const developer = await makeDeveloper(plane);
  const namespace = { name, region: "aws-us-east-1", teamId, dataClassification: "internal" };
  const { requestId } = await developer.requests.requestNamespace({ namespace, reason: "it moves here" });
  return { requestId, developer, name, id: `${name}.${plane.accountId}` };
}

async function accessOf({ owner }: TestPlane, groupId: string) {
  const { group } = await owner.cloud.getUserGroup({ groupId });
  return { access: group?.spec?.access, version: group?.resourceVersion };
}

async function roleNamed({ owner }: TestPlane, name: string): Promise<CustomRole | undefined> {
  const { customRoles } = await owner.cloud.getCustomRoles({ pageSize: 1000 });
  return customRoles.find(({ spec }) => spec?.name === name);
}

/** What `remit access plan` would change, in words. */
async function planned(plane: TestPlane): Promise<string[]> {
  const { out, err } = await remitAs(plane, plane.ownerKey)(["access", "plan", "-o", "json"]);
  assert.equal(err, "");
  return (JSON.parse(out) as { changes: { text: string }[] }).changes.map(({ text }) => text);
}

let makers = 0;

/** Somebody who may make Namespaces and tag them, and holds nothing on them. */
async function makeMaker(plane: TestPlane, onAccount: readonly string[]): Promise<TestPrincipal> {
  makers += 1;
  const everything = (resourceType: string) => ({ resourceType, allowAll: true });
  const { roleId } = await plane.owner.cloud.createCustomRole({
    spec: {
      name: `makes-namespaces-${makers}`,
      permissions: [
        { actions: ["cloud.namespace.create"], resources: everything("projects") },
        { actions: ["cloud.namespace.updateTags"], resources: everything("namespaces") },
        ...(onAccount.length > 0 ? [{ actions: [...onAccount], resources: everything("accounts") }] : []),
      ],
    },
  });
  return makeUser(plane, { accountAccess: { role: Role.METRICS_READ, customRoles: [roleId] } });
}

const requireApprovals = ({ owner }: TestPlane, approvals: number): Promise<void> =>
  tailor(owner, (spec) => {
    if (spec.requests !== undefined) spec.requests.approvals = approvals;
  }).catch((error: unknown) => {
    // It is so already.
    if (!String(error).includes("nothing")) throw error;
  });

async function settle(plane: TestPlane): Promise<void> {
  const { exitCode, err } = await remitAs(plane, plane.ownerKey)(["access", "apply"]);
  assert.equal(exitCode, 0, err);
}

describe("what a team holds on the Namespace that was asked for", () => {
  const onTemporal = sharePlaneOnTemporal();

  onTemporal("is there with the approval: its people use it at once, and nothing is left to plan", async (plane) => {
    const { members } = await decidersOf(plane);
    const { groupId, member } = await makeTeamWithMember(plane, "orders");
    await settle(plane);
    assert.deepEqual(await planned(plane), []);
    const { requestId, developer, id } = await askFor(plane, "orders");
    await refused(member.cloud.getNamespace({ namespace: id }), Code.PermissionDenied);
    await fulfilled(plane.owner, members[0].requests.approveRequest({ requestId }));
    const { namespace } = await member.cloud.getNamespace({ namespace: id });
    assert.equal(namespace?.namespace, id);
    assert.deepEqual(await planned(plane), []);
    await refused(developer.cloud.getNamespace({ namespace: id }), Code.PermissionDenied);
    const { access } = await accessOf(plane, groupId);
    assert.equal(access?.namespaceAccesses[id]?.permission, Level.WRITE);
    const role = await roleNamed(plane, "remit-orders");
    assert.deepEqual(access?.accountAccess?.customRoles, [role?.id]);
    const { note } = await readRequest(developer, requestId);
    assert.match(note, /belongs to team orders; its user groups hold Write and the custom role remit-orders on it$/);
    const { logs } = await plane.owner.cloud.getAuditLogs({ pageSize: 1000 });
    const told = JSON.stringify(logs.find(({ operation }) => operation === "ApproveRequest")?.rawDetails);
    for (const text of ["team_access", groupId, "remit-orders", role?.id ?? "?"]) assert.ok(told.includes(text), text);
  });

  onTemporal("is added to what the team holds already, and takes nothing", async (plane) => {
    const { members } = await decidersOf(plane);
    const before = await roleNamed(plane, "remit-orders");
    const { requestId, id } = await askFor(plane, "orders");
    await fulfilled(plane.owner, members[0].requests.approveRequest({ requestId }));
    const after = await roleNamed(plane, "remit-orders");
    const idsOf = (role: CustomRole | undefined) => role?.spec?.permissions.map((one) => one.resources?.resourceIds);
    assert.deepEqual(
      idsOf(after),
      idsOf(before)?.map((ids) => [...(ids ?? []), id]),
    );
    assert.deepEqual(await planned(plane), []);
  });

  onTemporal("is covered by who approves, be it the first of two, or nothing is made", async (plane) => {
    const { groupId: deciding, members } = await decidersOf(plane);
    const { groupId, member } = await makeTeamWithMember(plane, "fraud");
    const maker = await makeMaker(plane, ["cloud.customrole.create", "cloud.customrole.assign"]);
    await joinGroup(plane, deciding, maker.id);
    for (const approvals of [1, 2]) {
      await requireApprovals(plane, approvals);
      const { requestId, developer, id } = await askFor(plane, "fraud");
      const before = await accessOf(plane, groupId);
      const [role, team] = [await roleNamed(plane, "remit-fraud"), await readTeam(plane.owner, "fraud")];
      await refused(
        maker.requests.approveRequest({ requestId }),
        Code.PermissionDenied,
        /what they do not hold themselves. You lack .* on (a )?namespace/,
      );
      const { state, decisions } = await readRequest(developer, requestId);
      assert.deepEqual([state, decisions], ["pending", []]);
      assert.deepEqual(await accessOf(plane, groupId), before);
      assert.deepEqual(await roleNamed(plane, "remit-fraud"), role);
      assert.deepEqual(await readTeam(plane.owner, "fraud"), team);
      await refused(plane.owner.cloud.getNamespace({ namespace: id }), Code.NotFound);
      await members[0].requests.approveRequest({ requestId });
      if (approvals === 1) continue;
      await refused(member.cloud.getNamespace({ namespace: id }), Code.PermissionDenied);
      await fulfilled(plane.owner, members[1].requests.approveRequest({ requestId }));
      await member.cloud.getNamespace({ namespace: id });
      await refused(members[1].requests.approveRequest({ requestId }), Code.FailedPrecondition, "only a pending one");
    }
    await requireApprovals(plane, 1);
    await leaveGroup(plane, deciding, maker.id);
  });

  onTemporal("is given to the groups that are there, and the request says which are not", async (plane) => {
    const { members } = await decidersOf(plane);
    const { member, groupId } = await makeTeamWithMember(plane, "mobile");
    const { spec, resourceVersion } = await readTeam(plane.owner, "mobile");
    assert.ok(spec !== undefined);
    await plane.owner.responsibility.updateTeam({
      teamId: "mobile",
      spec: { ...spec, groups: [groupId, "mobile-on-call"] },
      resourceVersion,
    });
    const { requestId, developer, id } = await askFor(plane, "mobile");
    await fulfilled(plane.owner, members[0].requests.approveRequest({ requestId }));
    await member.cloud.getNamespace({ namespace: id });
    assert.match((await readRequest(developer, requestId)).note, /there is no user group "mobile-on-call"/);
  });

  onTemporal("is nothing where the team has no group, and the request says so", async (plane) => {
    const { members } = await decidersOf(plane);
    await makeTeam(plane.owner, "search", { name: "Search", kind: "application" });
    const { requestId, developer } = await askFor(plane, "search");
    await fulfilled(plane.owner, members[0].requests.approveRequest({ requestId }));
    assert.match((await readRequest(developer, requestId)).note, /nobody was given access .* has no user group/);
    assert.equal(await roleNamed(plane, "remit-search"), undefined);
  });

  onTemporal("is not what the role gave on a Namespace of that name before", async (plane) => {
    const { members } = await decidersOf(plane);
    const { member } = await makeTeamWithMember(plane, "carts");
    const first = await askFor(plane, "carts");
    await fulfilled(plane.owner, members[0].requests.approveRequest({ requestId: first.requestId }));
    const role = await roleNamed(plane, "remit-carts");
    assert.ok(role?.spec !== undefined);
    const more = create(CustomRoleSpec_PermissionSchema, {
      actions: ["cloud.namespace.delete"],
      resources: { resourceType: "namespaces", resourceIds: [first.id] },
    });
    await plane.owner.cloud.updateCustomRole({
      roleId: role.id,
      spec: { ...role.spec, permissions: [...role.spec.permissions, more] },
      resourceVersion: role.resourceVersion,
    });
    await removeNamespace(plane.owner, first.id);
    const again = await askFor(plane, "carts", first.name);
    await fulfilled(plane.owner, members[0].requests.approveRequest({ requestId: again.requestId }));
    const { namespace } = await member.cloud.getNamespace({ namespace: first.id });
    await refused(
      member.cloud.deleteNamespace({ namespace: first.id, resourceVersion: namespace?.resourceVersion ?? "" }),
      Code.PermissionDenied,
      "cloud.namespace.delete",
    );
    assert.deepEqual(
      (await roleNamed(plane, "remit-carts"))?.spec?.permissions.map(({ actions }) => actions),
      role.spec.permissions.map(({ actions }) => actions),
    );
  });

  onTemporal("is taken back when the Namespace never comes", async (plane, { connection }) => {
    const { members } = await decidersOf(plane);
    const { groupId, member } = await makeTeamWithMember(plane, "ledger");
    const before = await accessOf(plane, groupId);
    const held = (await planned(plane)).filter((text) => text.includes("ledger"));
    const { requestId, developer, id } = await askFor(plane, "ledger");
    await registerNamespace(connection, { name: id, retentionDays: 1 });
    await untilEnded(plane.owner, await members[0].requests.approveRequest({ requestId }));
    assert.equal((await readRequest(developer, requestId)).state, "failed");
    await refused(member.cloud.getNamespace({ namespace: id }), Code.PermissionDenied);
    const { access } = await accessOf(plane, groupId);
    assert.deepEqual(access?.namespaceAccesses, before.access?.namespaceAccesses);
    assert.deepEqual(access?.accountAccess?.customRoles ?? [], []);
    assert.equal(await roleNamed(plane, "remit-ledger"), undefined);
    assert.deepEqual((await readTeam(plane.owner, "ledger")).spec?.owns?.namespaces ?? [], []);
    assert.deepEqual(
      (await planned(plane)).filter((text) => text.includes("ledger")),
      held,
    );
    const { logs } = await plane.owner.cloud.getAuditLogs({ pageSize: 1000 });
    const failure = logs.find(({ operation, status }) => operation === "ApproveRequest" && status === "FAILED");
    const told = JSON.stringify(failure?.rawDetails);
    for (const text of ["taken_back", groupId, "remit-ledger", requestId]) assert.ok(told.includes(text), text);
  });

  onTemporal("is left to the other Namespaces of the team when one never comes", async (plane, { connection }) => {
    const { members } = await decidersOf(plane);
    const before = await roleNamed(plane, "remit-orders");
    const { requestId, id } = await askFor(plane, "orders");
    await registerNamespace(connection, { name: id, retentionDays: 1 });
    await untilEnded(plane.owner, await members[0].requests.approveRequest({ requestId }));
    assert.deepEqual((await roleNamed(plane, "remit-orders"))?.spec, before?.spec);
    assert.deepEqual(
      (await planned(plane)).filter((text) => text.includes("orders")),
      [],
    );
  });
});

describe("a Namespace whose team needs a custom role", () => {
  const onTemporal = sharePlaneOnTemporal({ limits: { customRolesPerAccount: 3 } });

  onTemporal("is approved by who may write one, or not made", async (plane) => {
    const { groupId: deciding } = await decidersOf(plane);
    await makeTeamWithMember(plane, "stock");
    const maker = await makeMaker(plane, []);
    await joinGroup(plane, deciding, maker.id);
    const { requestId, developer } = await askFor(plane, "stock");
    const operation = "cloud.customrole.create on this account is needed";
    await refused(maker.requests.approveRequest({ requestId }), Code.PermissionDenied, operation);
    assert.equal((await readRequest(developer, requestId)).state, "pending");
  });

  onTemporal("is not made where the limit is reached: the refusal names it, and the request waits", async (plane) => {
    const { members } = await decidersOf(plane);
    const { groupId } = await makeTeamWithMember(plane, "orders");
    await makeMaker(plane, []);
    await makeMaker(plane, []);
    const { requestId, developer, id } = await askFor(plane, "orders");
    const before = await accessOf(plane, groupId);
    await refused(
      members[0].requests.approveRequest({ requestId }),
      Code.FailedPrecondition,
      /does not fit, so nothing was made: of 3 custom roles of the account 3 are taken, it needs 1: 1 too many/,
    );
    assert.equal((await readRequest(developer, requestId)).state, "pending");
    assert.deepEqual(await accessOf(plane, groupId), before);
    await refused(plane.owner.cloud.getNamespace({ namespace: id }), Code.NotFound);
  });
});

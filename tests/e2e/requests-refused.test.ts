import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import {
  OwnerType,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeServiceAccount, makeUser, withKey } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";
import {
  ask,
  type Deciders,
  joinGroup,
  leaveGroup,
  makeDeciders,
  makeDeveloper,
  onNamespace,
  readRequest,
} from "../harness/requests.ts";
import { makeTeam, tailor } from "../harness/teams.ts";

let office: Deciders | undefined;
const decidersOf = async (plane: TestPlane): Promise<Deciders> => (office ??= await makeDeciders(plane));
const newNamespace = async ({ owner }: TestPlane, tags: Record<string, string> = {}): Promise<string> =>
  (await owner.cloud.createNamespace({ spec: specOf(), tags })).namespace;

describe("a request is refused", () => {
  const onPlane = sharePlane();

  onPlane("to whoever made it, in person and through a service account", async (plane) => {
    const { members } = await decidersOf(plane);
    const namespace = await newNamespace(plane);
    const [requester] = members;
    const requestId = await ask(requester, onNamespace(namespace));
    assert.deepEqual((await readRequest(requester, requestId)).approverIds, [members[1].id]);
    await refused(requester.requests.approveRequest({ requestId }), Code.PermissionDenied, "nobody decides their own");
    await refused(requester.requests.declineRequest({ requestId }), Code.PermissionDenied, "nobody decides their own");
    const { serviceAccountId } = await requester.cloud.createServiceAccount({
      spec: { name: "mine", access: { accountAccess: { role: Role.ADMIN } } },
    });
    const account = await withKey(plane, serviceAccountId, OwnerType.SERVICE_ACCOUNT);
    const byAccount = account.requests.approveRequest({ requestId });
    await refused(byAccount, Code.PermissionDenied, "never through a service account");
    await refused(ask(account, onNamespace(namespace)), Code.PermissionDenied, "only people ask");
    assert.equal((await readRequest(requester, requestId)).state, "pending");
  });

  onPlane("by an approver who does not hold what it gives", async (plane) => {
    const { groupId, members } = await decidersOf(plane);
    const namespace = await newNamespace(plane);
    const reader = await makeUser(plane, {
      accountAccess: { role: Role.READ },
      namespaceAccesses: { [namespace]: { permission: 1 } },
    });
    const lesser = await makeUser(plane, {
      accountAccess: { role: Role.READ },
      namespaceAccesses: { [namespace]: { permission: 3 } },
    });
    await joinGroup(plane, groupId, lesser.id);
    const developer = await makeDeveloper(plane);
    const requestId = await ask(developer, onNamespace(namespace, "write"));
    await refused(lesser.requests.approveRequest({ requestId }), Code.PermissionDenied, "what they do not hold");
    const readOnly = await ask(developer, onNamespace(namespace, "read"));
    await lesser.requests.approveRequest({ requestId: readOnly });
    await developer.cloud.getNamespace({ namespace });
    await refused(reader.requests.approveRequest({ requestId }), Code.PermissionDenied);
    await members[0].requests.declineRequest({ requestId });
  });

  onPlane("by an approver whose own access ends before it would", async (plane) => {
    const { groupId, members } = await decidersOf(plane);
    const namespace = await newNamespace(plane);
    const guest = await makeDeveloper(plane);
    const own = await ask(guest, onNamespace(namespace, "write"), 4);
    await members[0].requests.approveRequest({ requestId: own });
    await joinGroup(plane, groupId, guest.id);
    const developer = await makeDeveloper(plane);
    const longer = await ask(developer, onNamespace(namespace, "write"), 5);
    await refused(guest.requests.approveRequest({ requestId: longer }), Code.PermissionDenied, "do not hold");
    const shorter = await ask(developer, onNamespace(namespace, "read"), 3);
    await guest.requests.approveRequest({ requestId: shorter });
  });

  onPlane("by who left the team, joined it later, or is not active any more", async (plane) => {
    const { groupId } = await decidersOf(plane);
    const namespace = await newNamespace(plane);
    const [leaver, joiner, gone] = [
      await makeUser(plane, { accountAccess: { role: Role.ADMIN } }),
      await makeUser(plane, { accountAccess: { role: Role.ADMIN } }),
      await makeUser(plane, { accountAccess: { role: Role.ADMIN } }),
    ];
    for (const { id } of [leaver, gone]) await joinGroup(plane, groupId, id);
    const developer = await makeDeveloper(plane);
    const requestId = await ask(developer, onNamespace(namespace));
    await leaveGroup(plane, groupId, leaver.id);
    await joinGroup(plane, groupId, joiner.id);
    await refused(leaver.requests.approveRequest({ requestId }), Code.PermissionDenied, "no longer a member");
    await refused(joiner.requests.approveRequest({ requestId }), Code.PermissionDenied, "only those decide");
    const { user } = await plane.owner.cloud.getUser({ userId: gone.id });
    await plane.owner.cloud.deleteUser({ userId: gone.id, resourceVersion: user?.resourceVersion ?? "" });
    await refused(gone.requests.approveRequest({ requestId }), Code.Unauthenticated);
    await joinGroup(plane, groupId, leaver.id);
    await leaver.requests.approveRequest({ requestId });
  });

  onPlane("to outsiders in the same words as one that does not exist", async (plane) => {
    await decidersOf(plane);
    const namespace = await newNamespace(plane);
    const requestId = await ask(await makeDeveloper(plane), onNamespace(namespace));
    const outsider = await makeDeveloper(plane);
    const account = await makeServiceAccount(plane, { accountAccess: { role: Role.READ } });
    for (const { requests } of [outsider, account]) {
      const said = async (id: string) => [
        (await refused(requests.getRequest({ requestId: id }), Code.PermissionDenied)).message,
        (await refused(requests.approveRequest({ requestId: id }), Code.PermissionDenied)).message,
        (await refused(requests.declineRequest({ requestId: id }), Code.PermissionDenied)).message,
        (await refused(requests.withdrawRequest({ requestId: id }), Code.PermissionDenied)).message,
        (await refused(requests.endAccess({ requestId: id }), Code.PermissionDenied)).message,
      ];
      assert.deepEqual(await said(requestId), await said("0".repeat(32)));
    }
    await refused(plane.owner.requests.getRequest({ requestId: "0".repeat(32) }), Code.NotFound);
  });

  onPlane("when its requester is gone, and what it gave goes with them", async (plane) => {
    const { members } = await decidersOf(plane);
    const namespace = await newNamespace(plane);
    const developer = await makeDeveloper(plane);
    const [granted, open] = [
      await ask(developer, onNamespace(namespace)),
      await ask(developer, onNamespace(namespace, "write")),
    ];
    await members[0].requests.approveRequest({ requestId: granted });
    const { user } = await plane.owner.cloud.getUser({ userId: developer.id });
    await plane.owner.cloud.deleteUser({ userId: developer.id, resourceVersion: user?.resourceVersion ?? "" });
    await refused(members[0].requests.approveRequest({ requestId: open }), Code.FailedPrecondition, "withdrawn");
    assert.equal((await readRequest(members[0], granted)).state, "ended");
  });
});

describe("what a requester does not see", () => {
  const onPlane = sharePlane();

  onPlane("is asked for as if it were not there: neither the answer nor the request tells", async (plane) => {
    const { owner } = plane;
    const { groupId } = await owner.cloud.createUserGroup({
      spec: { displayName: "payments", groupType: { case: "cloudGroup", value: {} } },
    });
    const member = await makeUser(plane, { accountAccess: { role: Role.ADMIN } });
    await joinGroup(plane, groupId, member.id);
    const owns = { tags: [{ key: "team", value: "payments" }] };
    await makeTeam(owner, "payments", { name: "Payments", kind: "application", groups: [groupId], owns });
    await tailor(owner, (spec) => {
      const row = spec.responsibilities.find(({ id }) => id === "cloud-access");
      const ownership = row?.owners.platform;
      assert.ok(row !== undefined && ownership !== undefined);
      row.owners = { application: { ...ownership, operations: [] } };
    });
    const there = await newNamespace(plane, { team: "payments" });
    const developer = await makeDeveloper(plane);
    const requested = [];
    for (const namespace of [there, `nowhere.${plane.accountId}`]) {
      const request = await readRequest(developer, await ask(developer, onNamespace(namespace)));
      requested.push({ state: request.state, approvers: request.approverIds, note: request.note });
    }
    assert.deepEqual(requested[0], requested[1]);
    const { requests } = await member.requests.getRequests({ toDecide: true });
    assert.equal(requests.length, 1, "the team that owns the Namespace decides");
    const requestId = requests[0]?.id ?? "";
    await member.requests.approveRequest({ requestId });
    assert.deepEqual((await readRequest(developer, requestId)).approverIds, [member.id]);
    const lonely = onNamespace(await newNamespace(plane));
    await refused(ask(member, lonely), Code.FailedPrecondition, "nobody could approve it");
  });
});

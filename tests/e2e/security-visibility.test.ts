// What somebody may not see stays unseen: by its contents, by its existence, by who may reach it.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import {
  NamespaceAccess_Permission as Permission,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { freshName, specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeUser, type TestPrincipal } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";

type Resources = { resourceType: string; resourceIds?: string[]; allowAll?: boolean };

const onAccount: Resources = { resourceType: "accounts", allowAll: true };

async function makeRole(plane: TestPlane, actions: string[], resources: Resources = onAccount): Promise<string> {
  const spec = { name: freshName("role"), permissions: [{ actions, resources }] };
  return (await plane.owner.cloud.createCustomRole({ spec })).roleId;
}

const reader = (plane: TestPlane, customRoles: string[] = []): Promise<TestPrincipal> =>
  makeUser(plane, { accountAccess: { role: Role.READ, customRoles } });

const namesNamespace = (name: string) => ({
  name: freshName("draft"),
  permissions: [{ actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", resourceIds: [name] } }],
});

/** Everything of a refusal that the caller did not send itself. */
const answerOf = ({ code, message }: { code: Code; message: string }, sent: string): string =>
  `${code} ${message.replaceAll(sent, "…")}`;

describe("an explanation of what the caller may do to a namespace that it may not read", () => {
  const onPlane = sharePlane();

  onPlane("names the namespace as the caller does, not by its internal id", async (plane) => {
    const { namespace } = await plane.owner.cloud.createNamespace({ spec: specOf() });
    const resource = { resourceType: "namespaces", resourceId: namespace };
    const role = await makeRole(plane, ["cloud.namespace.update"], {
      resourceType: "namespaces",
      resourceIds: [namespace],
    });
    const caller = await reader(plane, [role]);
    const explained = await caller.access.explain({ operation: "cloud.namespace.update", resource });
    assert.ok(explained.allowed);
    assert.deepEqual(
      explained.reasons.map(({ scope }) => scope?.resourceId),
      [namespace],
    );
  });
});

describe("a custom role that the caller may not see", () => {
  const onPlane = sharePlane();

  onPlane("is not told by what its deletion would change", async (plane) => {
    const hidden = await makeRole(plane, ["cloud.user.create"]);
    const lister = await reader(plane, [await makeRole(plane, ["cloud.customrole.list"])]);
    assert.deepEqual((await lister.cloud.getCustomRoles({})).customRoles, []);
    await refused(lister.access.diffRole({ roleId: hidden }), Code.PermissionDenied, "cloud.customrole.get");
  });

  onPlane("answers a question about a change like one that does not exist", async (plane) => {
    const hidden = await makeRole(plane, ["cloud.user.create"]);
    const lister = await reader(plane, [await makeRole(plane, ["cloud.customrole.list"])]);
    const absent = crypto.randomUUID();
    const there = await refused(lister.access.diffRole({ roleId: hidden }), Code.PermissionDenied);
    const gone = await refused(lister.access.diffRole({ roleId: absent }), Code.PermissionDenied);
    assert.equal(answerOf(there, hidden), answerOf(gone, absent));
  });
});

describe("a namespace that the caller may not see", () => {
  const onPlane = sharePlane();

  async function makeHidden({ owner }: TestPlane): Promise<string> {
    return (await owner.cloud.createNamespace({ spec: specOf() })).namespace;
  }

  onPlane("reads in a new custom role like one that does not exist", async (plane) => {
    const hidden = await makeHidden(plane);
    const absent = `${freshName()}.${plane.accountId}`;
    const delegate = await reader(plane, [await makeRole(plane, ["cloud.customrole.create"])]);
    const there = await refused(
      delegate.cloud.createCustomRole({ spec: namesNamespace(hidden) }),
      Code.InvalidArgument,
    );
    const gone = await refused(delegate.cloud.createCustomRole({ spec: namesNamespace(absent) }), Code.InvalidArgument);
    assert.equal(answerOf(there, hidden), answerOf(gone, absent));
  });

  onPlane("reads in a draft of a custom role like one that does not exist", async (plane) => {
    const hidden = await makeHidden(plane);
    const absent = `${freshName()}.${plane.accountId}`;
    const lister = await reader(plane, [await makeRole(plane, ["cloud.customrole.list"])]);
    const there = await refused(lister.access.diffRole({ spec: namesNamespace(hidden) }), Code.InvalidArgument);
    const gone = await refused(lister.access.diffRole({ spec: namesNamespace(absent) }), Code.InvalidArgument);
    assert.equal(answerOf(there, hidden), answerOf(gone, absent));
  });

  onPlane("does not keep a delegate from editing a role that names it already", async (plane) => {
    const hidden = await makeHidden(plane);
    const roleId = await makeRole(plane, ["cloud.namespace.get"], {
      resourceType: "namespaces",
      resourceIds: [hidden],
    });
    const edits = await makeRole(plane, ["cloud.customrole.get", "cloud.customrole.update"], {
      resourceType: "custom-roles",
      resourceIds: [roleId],
    });
    const delegate = await reader(plane, [edits]);
    const { customRole } = await delegate.cloud.getCustomRole({ roleId });
    assert.ok(customRole?.spec);
    const spec = { ...customRole.spec, description: "who reads it" };
    await delegate.cloud.updateCustomRole({ roleId, spec, resourceVersion: customRole.resourceVersion });
  });

  onPlane(
    "is not named to the admin of another one who gives access to a service account bound to it",
    async (plane) => {
      const hidden = await makeHidden(plane);
      const developer = await makeUser(plane, { accountAccess: { role: Role.DEVELOPER } });
      const { namespace } = await developer.cloud.createNamespace({ spec: specOf() });
      const access = { permission: Permission.READ };
      const { serviceAccountId } = await plane.owner.cloud.createServiceAccount({
        spec: { name: freshName("bound"), namespaceScopedAccess: { namespace: hidden, access } },
      });
      const { serviceAccount } = await developer.cloud.getServiceAccount({ serviceAccountId });
      const resourceVersion = serviceAccount?.resourceVersion ?? "";
      const set = developer.cloud.setServiceAccountNamespaceAccess({
        namespace,
        serviceAccountId,
        access,
        resourceVersion,
      });
      const { message } = await refused(set, Code.FailedPrecondition);
      assert.ok(!message.includes(hidden), message);
    },
  );
});

describe("what a group or a user holds", () => {
  const onPlane = sharePlane();

  onPlane("is not told to who may add members or invite but not read it", async (plane) => {
    const delegate = await reader(plane, [await makeRole(plane, ["cloud.usergroup.addMember", "cloud.user.create"])]);
    const access = { accountAccess: { role: Role.DEVELOPER } };
    const groupType = { case: "cloudGroup" as const, value: {} };
    const { groupId } = await plane.owner.cloud.createUserGroup({
      spec: { displayName: freshName("group"), groupType, access },
    });
    const { userId } = await plane.owner.cloud.createUser({
      spec: { email: `${freshName("user")}@example.com`, access },
    });
    const memberId = { memberType: { case: "userId" as const, value: delegate.id } };
    const rule = "nobody can give, take or use";
    for (const call of [
      delegate.cloud.addUserGroupMember({ groupId, memberId }),
      delegate.identity.createInvitationLink({ userId }),
    ]) {
      const { message } = await refused(call, Code.PermissionDenied, rule);
      assert.doesNotMatch(message, /cloud\.[a-z]+\./);
    }
  });
});

describe("who may reach a project", () => {
  const onPlane = sharePlane();

  onPlane("is not told to everybody by the list of its service accounts", async (plane) => {
    const { projectId } = await plane.owner.cloud.createProject({ spec: { displayName: freshName("project") } });
    const developer = await makeUser(plane, { accountAccess: { role: Role.DEVELOPER } });
    await refused(developer.cloud.getProjectScopedServiceAccounts({ projectId }), Code.PermissionDenied);
    await refused((await reader(plane)).cloud.getProjectScopedServiceAccounts({ projectId }), Code.PermissionDenied);
  });
});

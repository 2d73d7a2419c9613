// Who sees which namespaces, who becomes an admin of one, who may tag it, and what goes with it when it is deleted.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import {
  NamespaceAccess_Permission as Level,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Caller } from "../harness/control-plane.ts";
import { makeNamespace, readNamespace, removeNamespace, specOf, withChange } from "../harness/namespaces.ts";
import { fulfilled } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { makeServiceAccount, makeUser } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";

const developer = { accountAccess: { role: Role.DEVELOPER } };
const reader = { accountAccess: { role: Role.READ } };

async function namesSeenBy({ cloud }: Caller, filter: { name?: string; projectId?: string } = {}): Promise<string[]> {
  const seen: string[] = [];
  let pageToken = "";
  do {
    const page = await cloud.getNamespaces({ ...filter, pageSize: 2, pageToken });
    seen.push(...page.namespaces.map(({ namespace }) => namespace));
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  return seen;
}

describe("namespaces and their callers", () => {
  const onTemporal = sharePlaneOnTemporal();

  onTemporal("are listed by name, page by page, exactly those that the caller may get", async (plane) => {
    const { owner, accountId } = plane;
    const { projectId } = await owner.cloud.createProject({ spec: { displayName: "listing" } });
    const names = ["zeta", "aa-b", "aa", "mid", "aa-a"];
    for (const name of names)
      await fulfilled(owner, owner.cloud.createNamespace({ spec: specOf({ name }), projectId }));
    const sorted = ["aa", "aa-a", "aa-b", "mid", "zeta"].map((name) => `${name}.${accountId}`);
    assert.deepEqual(await namesSeenBy(owner, { projectId }), sorted);
    const accesses = {
      [`aa.${accountId}`]: { permission: Level.READ },
      [`zeta.${accountId}`]: { permission: Level.ADMIN },
    };
    const some = await makeServiceAccount(plane, { ...reader, namespaceAccesses: accesses });
    assert.deepEqual(await namesSeenBy(some), [`aa.${accountId}`, `zeta.${accountId}`]);
    const all = await namesSeenBy(owner);
    for (const namespace of all) {
      const gets = await some.cloud.getNamespace({ namespace }).then(
        () => true,
        () => false,
      );
      assert.equal((await namesSeenBy(some)).includes(namespace), gets, namespace);
    }
    assert.deepEqual(await namesSeenBy(owner, { name: "aa" }), [`aa.${accountId}`]);
    assert.deepEqual(await namesSeenBy(some, { name: "mid" }), []);
    await refused(some.cloud.getNamespaces({ projectId: "nowhere" }), Code.PermissionDenied);
    await refusedField(owner.cloud.getNamespaces({ pageSize: 1001 }), "page_size");
    await refusedField(owner.cloud.getNamespaces({ pageToken: "nonsense" }), "page_token");
  });

  onTemporal("look alike to who may see neither: one that is another's and one that does not exist", async (plane) => {
    const { owner, accountId } = plane;
    const { namespace } = await makeNamespace(owner);
    const stranger = await makeServiceAccount(plane, reader);
    const text = async (id: string) =>
      (await refused(stranger.cloud.getNamespace({ namespace: id }), Code.PermissionDenied)).message.replaceAll(
        id,
        "ID",
      );
    assert.equal(await text(namespace), await text(`no-such-thing.${accountId}`));
    await refused(owner.cloud.getNamespace({ namespace: `no-such-thing.${accountId}` }), Code.NotFound);
  });

  onTemporal("belong to who made them, until they are deleted, and no longer", async (plane) => {
    const { owner } = plane;
    const maker = await makeUser(plane, developer);
    const made = await makeNamespace(maker);
    const name = made.spec?.name ?? "";
    const spec = withChange(made, { codecServer: { endpoint: "https://codec.example" } });
    const { namespace, resourceVersion } = made;
    await fulfilled(maker, maker.cloud.updateNamespace({ namespace, spec, resourceVersion }));
    const { user } = await owner.cloud.getUser({ userId: maker.id });
    assert.deepEqual(user?.spec?.access?.namespaceAccesses, {}, "what is implied is not written into the access");
    await removeNamespace(maker, namespace);
    await makeNamespace(owner, { name });
    await refused(maker.cloud.getNamespace({ namespace }), Code.PermissionDenied);
  });

  onTemporal("are made by nobody who may only read", async (plane) => {
    const stranger = await makeServiceAccount(plane, reader);
    await refused(stranger.cloud.createNamespace({ spec: specOf() }), Code.PermissionDenied, "cloud.namespace.create");
  });

  onTemporal(
    "are tagged by who could tag every namespace of the project, and not by their own admins",
    async (plane) => {
      const { owner } = plane;
      const maker = await makeServiceAccount(plane, developer);
      const tags = { team: "orders" };
      await refused(
        maker.cloud.createNamespace({ spec: specOf(), tags }),
        Code.PermissionDenied,
        "cloud.namespace.updateTags",
      );
      const { namespace } = await makeNamespace(maker);
      await refused(maker.cloud.updateNamespaceTags({ namespace, tagsToUpsert: tags }), Code.PermissionDenied);
      const actions = ["cloud.namespace.updateTags"];
      const role = {
        name: "tagger",
        permissions: [{ actions, resources: { resourceType: "namespaces", allowAll: true } }],
      };
      const { roleId } = await owner.cloud.createCustomRole({ spec: role });
      const tagger = await makeServiceAccount(plane, {
        accountAccess: { role: Role.DEVELOPER, customRoles: [roleId] },
      });
      const tagged = await fulfilled(tagger, tagger.cloud.createNamespace({ spec: specOf(), tags }));
      assert.deepEqual((await readNamespace(owner, tagged.namespace)).tags, tags);
    },
  );

  onTemporal("keep their tags over an update, and lose them one by one", async ({ owner }) => {
    const { namespace } = await makeNamespace(owner);
    const change = async (tagsToUpsert: Record<string, string>, tagsToRemove: string[] = []) => {
      await fulfilled(owner, owner.cloud.updateNamespaceTags({ namespace, tagsToUpsert, tagsToRemove }));
      return (await readNamespace(owner, namespace)).tags;
    };
    assert.deepEqual(await change({ team: "orders", constructor: "x" }), { team: "orders", constructor: "x" });
    const before = await readNamespace(owner, namespace);
    const spec = withChange(before, { fairness: {} });
    await fulfilled(owner, owner.cloud.updateNamespace({ namespace, spec, resourceVersion: before.resourceVersion }));
    assert.deepEqual(await change({ team: "shop" }, ["constructor"]), { team: "shop" });
    assert.deepEqual(await change({}, ["absent"]), { team: "shop" });
    await refused(
      owner.cloud.updateNamespaceTags({ namespace, tagsToUpsert: { team: "shop" } }),
      Code.InvalidArgument,
      "nothing to change",
    );
    await refusedField(owner.cloud.updateNamespaceTags({ namespace }), "tags_to_upsert");
    await refusedField(
      owner.cloud.updateNamespaceTags({ namespace, tagsToUpsert: { Team: "x" } }),
      'tags_to_upsert["Team"]',
    );
    await refusedField(owner.cloud.updateNamespaceTags({ namespace, tagsToUpsert: { a: "" } }), 'tags_to_upsert["a"]');
    await refusedField(
      owner.cloud.updateNamespaceTags({ namespace, tagsToUpsert: { a: "b" }, tagsToRemove: ["a"] }),
      "tags_to_remove[0]",
    );
    const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, "v"]));
    await refused(
      owner.cloud.updateNamespaceTags({ namespace, tagsToUpsert: eleven }),
      Code.FailedPrecondition,
      "tagsPerNamespace",
    );
  });

  onTemporal(
    "take with them, when they go, every access to them and the service accounts bound to them",
    async (plane) => {
      const { owner } = plane;
      const { namespace } = await makeNamespace(owner);
      const other = await makeNamespace(owner);
      const accesses = { [namespace]: { permission: Level.WRITE }, [other.namespace]: { permission: Level.READ } };
      const user = await makeUser(plane, { ...reader, namespaceAccesses: accesses });
      const { groupId } = await owner.cloud.createUserGroup({
        spec: {
          displayName: `group-${Date.now()}`,
          groupType: { case: "cloudGroup", value: {} },
          access: { ...reader, namespaceAccesses: accesses },
        },
      });
      const scoped = await owner.cloud.createServiceAccount({
        spec: { name: `bound-${Date.now()}`, namespaceScopedAccess: { namespace, access: { permission: Level.READ } } },
      });
      await removeNamespace(owner, namespace);
      const after = (await owner.cloud.getUser({ userId: user.id })).user?.spec?.access?.namespaceAccesses ?? {};
      assert.deepEqual(Object.keys(after), [other.namespace]);
      const group = (await owner.cloud.getUserGroup({ groupId })).group?.spec?.access?.namespaceAccesses ?? {};
      assert.deepEqual(Object.keys(group), [other.namespace]);
      await refused(owner.cloud.getServiceAccount({ serviceAccountId: scoped.serviceAccountId }), Code.NotFound);
    },
  );
});

// Makes a world on a plane: through the API whatever it takes; what it refuses, or needs a Temporal server for, is put
// into the store, since decisions must hold for whatever may ever stand there.
import { create, toBinary } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  type Access,
  CustomRoleSpecSchema,
  OwnerType,
  ServiceAccountSpecSchema,
  UserGroupSpecSchema,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { ProjectSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/project/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { decisionsOf, type WorldPrincipal } from "../../../packages/policy/test-kit/corpus.ts";
import type { Db } from "../../../packages/server/src/store/database.ts";
import { newId, nextVersion } from "../../../packages/server/src/store/ids.ts";
import type { TestPlane } from "../../harness/control-plane.ts";
import { isCallable } from "./ask.ts";
import { type Ids, nameOf, namespaceIdOf, type Scene, shiftMoment } from "./names.ts";
import { toAccess, toRoleSpec } from "./specs.ts";

/** A change that only the store takes, made while no plane runs. */
export type Patch = (db: Db) => Promise<unknown>;

/** API keys by the corpus's names of principals. */
export type Keys = Map<string, string>;

/** Projects, Namespaces and endpoints: before the plane starts. */
export async function insertPlaces(db: Db, scene: Scene, ids: Ids): Promise<void> {
  const { projects = [], namespaces = {}, endpoints = {} } = scene.world;
  const fresh = async () => ({
    version: await nextVersion(db),
    state: ResourceState.ACTIVE,
    async_operation_id: "",
    created_at: new Date(),
    updated_at: null,
  });
  for (const name of projects) {
    const id = newId();
    ids.projects.set(name, id);
    const display_name = nameOf(scene, name);
    const spec = toBinary(ProjectSpecSchema, create(ProjectSpecSchema, { displayName: display_name }));
    await db
      .insertInto("projects")
      .values({ id, display_name, spec, ...(await fresh()) })
      .execute();
  }
  const place = { desired: null, failure_reason: "" };
  // The store holds nothing in a project that is gone.
  const inProjects = (children: Readonly<Record<string, string>>) =>
    Object.entries(children).filter(([, project]) => ids.projects.has(project));
  for (const [name, project] of inProjects(namespaces)) {
    const uid = newId();
    ids.uids.set(name, uid);
    const spec = toBinary(NamespaceSpecSchema, create(NamespaceSpecSchema, { name: nameOf(scene, name) }));
    const row = {
      uid,
      id: namespaceIdOf(scene, ids, name),
      project_id: ids.projects.get(project) ?? "",
      tags: "{}",
      active_region: "",
    };
    await db
      .insertInto("namespaces")
      .values({ ...row, ...place, spec, ...(await fresh()) })
      .execute();
  }
  for (const [name, project] of inProjects(endpoints)) {
    const id = newId();
    ids.endpoints.set(name, id);
    const spec = toBinary(EndpointSpecSchema, create(EndpointSpecSchema, { name: nameOf(scene, name) }));
    const target = { target_namespace_uid: "", target_task_queue: "orders", server_id: "" };
    const row = { id, name: nameOf(scene, name), project_id: ids.projects.get(project) ?? "" };
    await db
      .insertInto("nexus_endpoints")
      .values({ ...row, ...target, ...place, spec, ...(await fresh()) })
      .execute();
  }
}

/** Everything else: through the API, with what it refuses left to the patches. */
export async function buildWorld(plane: TestPlane, scene: Scene, ids: Ids): Promise<{ keys: Keys; patches: Patch[] }> {
  const patches: Patch[] = [];
  const { rules = {}, roles = {}, groups = {}, principals = {} } = scene.world;
  for (const [name, project] of Object.entries(rules).filter(([, each]) => ids.projects.has(each))) {
    const value = { connectionId: nameOf(scene, name), region: "aws-us-east-1" };
    const projectId = ids.projects.get(project) ?? "";
    const made = await plane.owner.cloud.createConnectivityRule({
      spec: { connectionType: { case: "privateRule", value } },
      projectId,
    });
    ids.rules.set(name, made.connectivityRuleId);
  }
  for (const name of Object.keys(roles)) patches.push(...(await makeRole(plane, scene, ids, name)));
  for (const name of Object.keys(groups)) patches.push(...(await makeGroup(plane, scene, ids, name)));
  const keys: Keys = new Map();
  // Explain is asked by the owner; only who calls for itself needs a key.
  const callers = new Set(
    scene.cases.flatMap((one) => decisionsOf(scene.world, one).filter(isCallable)).map(({ principal }) => principal),
  );
  for (const [index, [name, principal]] of Object.entries(principals).entries()) {
    patches.push(...(await makePrincipal(plane, scene, ids, name, `${scene.prefix}-${index}`)));
    if (callers.has(name)) keys.set(name, await makeKey(plane, principal, ids.principals.get(name) ?? ""));
    patches.push(...afterwards(scene, ids, name, principal));
  }
  return { keys, patches };
}

/** Tries the API; when it refuses the request, makes `plain` instead and leaves the rest to the patch. */
async function orElse<T>(
  wanted: () => Promise<T>,
  plain: () => Promise<T>,
  patch: (made: T) => Patch,
): Promise<{ made: T; patches: Patch[] }> {
  try {
    return { made: await wanted(), patches: [] };
  } catch (error) {
    if (![Code.InvalidArgument, Code.NotFound].includes(ConnectError.from(error).code)) throw error;
    const made = await plain();
    return { made, patches: [patch(made)] };
  }
}

async function makeRole(plane: TestPlane, scene: Scene, ids: Ids, name: string): Promise<Patch[]> {
  const entries = scene.world.roles?.[name] ?? [];
  const spec = () => toRoleSpec(scene, ids, name, entries);
  const harmless = [{ actions: ["cloud.account.get"], resources: { resourceType: "accounts", allowAll: true } }];
  const { made, patches } = await orElse(
    () => plane.owner.cloud.createCustomRole({ spec: spec() }),
    () => plane.owner.cloud.createCustomRole({ spec: { name: nameOf(scene, name), permissions: harmless } }),
    ({ roleId }) =>
      async (db) => {
        const bindings = Object.fromEntries(
          [...ids.uids].map(([namespace, uid]) => [namespaceIdOf(scene, ids, namespace), uid]),
        );
        const set = { spec: toBinary(CustomRoleSpecSchema, spec()), bindings: JSON.stringify(bindings) };
        await db.updateTable("custom_roles").set(set).where("id", "=", roleId).execute();
      },
  );
  ids.roles.set(name, made.roleId);
  return patches;
}

async function makeGroup(plane: TestPlane, scene: Scene, ids: Ids, name: string): Promise<Patch[]> {
  const access = () => toAccess(scene, ids, scene.world.groups?.[name] ?? {});
  const base = { displayName: nameOf(scene, name), groupType: { case: "cloudGroup" as const, value: {} } };
  const { made, patches } = await orElse(
    () => plane.owner.cloud.createUserGroup({ spec: { ...base, access: access() } }),
    () => plane.owner.cloud.createUserGroup({ spec: base }),
    ({ groupId }) =>
      (db) => {
        const spec = toBinary(UserGroupSpecSchema, create(UserGroupSpecSchema, { ...base, access: access() }));
        return db.updateTable("user_groups").set({ spec }).where("id", "=", groupId).execute();
      },
  );
  ids.groups.set(name, made.groupId);
  return patches;
}

async function makePrincipal(plane: TestPlane, scene: Scene, ids: Ids, name: string, label: string): Promise<Patch[]> {
  const principal = scene.world.principals?.[name] ?? {};
  const access = (): Access => toAccess(scene, ids, principal);
  const { cloud } = plane.owner;
  if (principal.kind === "serviceaccount") {
    const plain: Access = toAccess(scene, ids, { account: "read" });
    const { made, patches } = await orElse(
      () => cloud.createServiceAccount({ spec: { name: label, access: access() } }),
      () => cloud.createServiceAccount({ spec: { name: label, access: plain } }),
      ({ serviceAccountId }) =>
        (db) => {
          const spec = toBinary(
            ServiceAccountSpecSchema,
            create(ServiceAccountSpecSchema, { name: label, access: access() }),
          );
          return db.updateTable("service_accounts").set({ spec }).where("id", "=", serviceAccountId).execute();
        },
    );
    ids.principals.set(name, made.serviceAccountId);
    return patches;
  }
  const email = `${label}@example.com`;
  const { made, patches } = await orElse(
    () => cloud.createUser({ spec: { email, access: access() } }),
    () => cloud.createUser({ spec: { email } }),
    ({ userId }) =>
      (db) => {
        const spec = toBinary(UserSpecSchema, create(UserSpecSchema, { email, access: access() }));
        return db.updateTable("users").set({ spec }).where("id", "=", userId).execute();
      },
  );
  ids.principals.set(name, made.userId);
  for (const group of new Set(principal.groups ?? [])) {
    const groupId = ids.groups.get(group);
    if (groupId !== undefined)
      await cloud.addUserGroupMember({ groupId, memberId: { memberType: { case: "userId", value: made.userId } } });
  }
  return patches;
}

async function makeKey(plane: TestPlane, { kind }: WorldPrincipal, id: string): Promise<string> {
  if (kind === "serviceaccount") {
    const spec = { ownerId: id, ownerType: OwnerType.SERVICE_ACCOUNT, displayName: "corpus" };
    return (await plane.owner.cloud.createApiKey({ spec })).token;
  }
  const { token } = await plane.owner.identity.createInvitationLink({ userId: id });
  return (await plane.as(null).identity.acceptInvitation({ token })).apiKey;
}

/** What no RPC makes: a suspended principal, a Namespace that it created, access for a time. */
function afterwards(scene: Scene, ids: Ids, name: string, principal: WorldPrincipal): Patch[] {
  const principal_id = ids.principals.get(name) ?? "";
  const grant = (
    namespace: string,
    rest: { kind: "creator" | "temporary"; permission: "read" | "write" | "admin"; expires_at: Date | null },
  ): Patch[] => {
    const namespace_uid = ids.uids.get(namespace);
    if (namespace_uid === undefined) return [];
    return [
      (db) =>
        db
          .insertInto("implied_grants")
          .values({ principal_id, namespace_uid, ...rest })
          .execute(),
    ];
  };
  const table = principal.kind === "serviceaccount" ? "service_accounts" : "users";
  return [
    ...(principal.active === false
      ? [
          (db: Db) =>
            db.updateTable(table).set({ state: ResourceState.SUSPENDED }).where("id", "=", principal_id).execute(),
        ]
      : []),
    ...(principal.created ?? []).flatMap((namespace) =>
      grant(namespace, { kind: "creator", permission: "admin", expires_at: null }),
    ),
    ...(principal.temporary ?? []).flatMap((given) =>
      "namespace" in given
        ? grant(given.namespace, {
            kind: "temporary",
            permission: given.permission,
            expires_at: shiftMoment(scene, given.until),
          })
        : [],
    ),
  ];
}

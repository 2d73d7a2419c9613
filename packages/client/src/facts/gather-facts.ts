// The facts of an account, from any server of the Cloud Ops API. What the API does not tell is not known here: how a key
// was used, what a Namespace's creator holds, and access for a time. A Namespace's uid is its id on the wire.
import { timestampMs } from "@bufbuild/protobuf/wkt";
import { type CustomRole, toRolePermissions } from "@remit/policy";
import type { ServiceAccountSpec } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { type NamespaceUids, toPolicyAccess, toServiceAccountAccess } from "@remit/protocol/policy-access";
import type { Facts, GroupFact, KeyFact, ServiceAccountFact } from "@remit/responsibility";
import type { Clients } from "../clients.ts";
import { type Lists, readKeys, readLists } from "./lists.ts";

export const gatherFacts = async (clients: Pick<Clients, "cloud">, now: number): Promise<Facts> =>
  toFacts(await readLists(clients), now);

/** What is known of API keys, and of nothing else. */
export const gatherKeys = async (clients: Pick<Clients, "cloud">, now: number): Promise<Facts> =>
  toFacts(await readKeys(clients), now);

export function toFacts(read: Lists, now: number): Facts {
  const lists = { ...read, namespaces: read.namespaces.filter(isThere) };
  return {
    now,
    policy: toPolicyData(lists),
    namespaces: lists.namespaces.map(({ namespace, projectId, tags }) => ({
      uid: namespace,
      id: namespace,
      project: projectId,
      tags,
      settings: null,
    })),
    projects: lists.projects.map(({ id, spec }) => ({ id, displayName: spec?.displayName ?? "" })),
    users: lists.users.map(({ id, spec, state }) => ({ id, email: spec?.email ?? "", active: isActive(state) })),
    groups: lists.groups.map((group) => ({
      id: group.id,
      displayName: group.spec?.displayName ?? "",
      kind: kindOf(group.spec),
    })),
    serviceAccounts: lists.serviceAccounts.map(({ id, spec }) => ({ id, ...toBinding(spec) })),
    keys: lists.apiKeys.map(toKey),
  };
}

/** One that could not be made is there to be read and deleted, and nobody's to answer for. */
const isThere = ({ state }: Lists["namespaces"][number]): boolean => state !== ResourceState.ACTIVATION_FAILED;

const isActive = (state: number): boolean => state === ResourceState.ACTIVE;

function toPolicyData(lists: Lists): Facts["policy"] {
  const ids = new Set(lists.namespaces.map(({ namespace }) => namespace));
  const uids: NamespaceUids = (id) => (ids.has(id) ? id : undefined);
  const groupsOf = indexGroups(lists.members);
  return {
    account: lists.account,
    projects: lists.projects.map(({ id }) => id),
    namespaces: lists.namespaces.map(({ namespace, projectId }) => ({ id: namespace, project: projectId })),
    nexusEndpoints: lists.endpoints.map(({ id, projectId }) => ({ id, project: projectId })),
    connectivityRules: lists.rules.map(({ id, projectId }) => ({ id, project: projectId })),
    customRoles: lists.customRoles.flatMap(({ id, spec }): CustomRole[] =>
      spec === undefined ? [] : [{ id, name: spec.name, permissions: toRolePermissions(spec) }],
    ),
    groups: lists.groups.map(({ id, spec }) => ({
      id,
      name: spec?.displayName ?? "",
      access: toPolicyAccess(spec?.access, uids),
    })),
    principals: [
      ...lists.users.map(({ id, spec, state }) => ({
        id,
        kind: "user" as const,
        name: spec?.email ?? "",
        active: isActive(state),
        access: toPolicyAccess(spec?.access, uids),
        groups: groupsOf.get(id) ?? [],
      })),
      ...lists.serviceAccounts.flatMap(({ id, spec, state }) =>
        spec === undefined
          ? []
          : [
              {
                id,
                kind: "serviceaccount" as const,
                name: spec.name,
                active: isActive(state),
                access: toServiceAccountAccess(spec, uids),
                groups: [],
              },
            ],
      ),
    ],
  };
}

/** Id of a user → ids of its groups. */
function indexGroups(members: Lists["members"]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [group, users] of [...members].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const user of users) groups.set(user, [...(groups.get(user) ?? []), group]);
  }
  return groups;
}

type Group = Lists["groups"][number];

function kindOf(spec: Group["spec"]): GroupFact["kind"] {
  const { case: type } = spec?.groupType ?? {};
  if (type === "googleGroup") return "google";
  return type === "scimGroup" ? "scim" : "cloud";
}

function toBinding(spec: ServiceAccountSpec | undefined): Pick<ServiceAccountFact, "scope" | "scopeId"> {
  const { namespaceScopedAccess, projectScopedAccess } = spec ?? {};
  if (namespaceScopedAccess !== undefined) return { scope: "namespace", scopeId: namespaceScopedAccess.namespace };
  if (projectScopedAccess !== undefined) return { scope: "project", scopeId: projectScopedAccess.projectId };
  return { scope: "account", scopeId: "" };
}

function toKey({ id, spec, createdTime }: Lists["apiKeys"][number]): KeyFact {
  return {
    id,
    name: spec?.displayName ?? "",
    ownerId: spec?.ownerId ?? "",
    createdAt: createdTime === undefined ? 0 : timestampMs(createdTime),
    expiresAt: spec?.expiryTime === undefined ? null : timestampMs(spec.expiryTime),
    disabled: spec?.disabled ?? false,
    lastUsedAt: undefined,
  };
}

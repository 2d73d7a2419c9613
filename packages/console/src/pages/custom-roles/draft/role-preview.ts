// What somebody may do once a role is saved like its draft, by the policy core itself: the same rules that the server
// decides by, over what the editor may see of the account.
import {
  type Child,
  compile,
  type Grant,
  grantsOfRole,
  isResourceType,
  notCovered,
  type ResourceType,
  type RoleSpec,
  type Scope,
  type Snapshot,
  toRolePermissions,
} from "@remit/policy";
import type { EffectivePermissionsResponse_Entry } from "@remit/protocol/gen/remit/v1/access_pb.ts";

/** The resources that the editor may see, by their ids on the wire. */
export interface World {
  readonly account: string;
  readonly projects: readonly string[];
  readonly namespaces: readonly Child[];
  readonly nexusEndpoints: readonly Child[];
  readonly connectivityRules: readonly Child[];
  readonly customRoles: readonly string[];
}

/** One permission that a principal, or a member of a group, holds, as AccessService tells it. */
export interface Held {
  readonly operation: string;
  readonly scope: Scope;
  /** The ways in which it is held: the custom role's id, or null for any other way, and in words. */
  readonly ways: readonly { readonly customRoleId: string | null; readonly text: string }[];
}

export interface PreviewLine {
  readonly operation: string;
  readonly scope: Scope;
  readonly effect: "gains" | "loses" | "keeps";
  /** By which other way it is held already; empty when only by this role. */
  readonly by: readonly string[];
}

/**
 * What the principal gains, loses and keeps of what the role gives, once it holds the role as drafted. `roleId` is null
 * for a role that does not exist yet.
 */
export function previewRole(spec: RoleSpec, roleId: string | null, held: readonly Held[], world: World): PreviewLine[] {
  const snapshot = toSnapshot(spec, world);
  const given = grantsOfDraft(spec, snapshot);
  const otherwise = held.filter(({ ways }) =>
    ways.some(({ customRoleId }) => customRoleId !== roleId || roleId === null),
  );
  const gains = notCovered(snapshot, held, given);
  const loses = notCovered(snapshot, [...otherwise, ...given], held);
  const keeps = given.filter((grant) => !gains.includes(grant));
  return [
    ...gains.map((grant) => toLine(grant, "gains", [])),
    ...loses.map((grant) => toLine(grant, "loses", [])),
    ...keeps.map((grant) => toLine(grant, "keeps", waysBesides(roleId, grant, otherwise, snapshot))),
  ];
}

const grantsOfDraft = (spec: RoleSpec, snapshot: Snapshot): Grant[] => grantsOfRole(toRolePermissions(spec), snapshot);

function waysBesides(roleId: string | null, grant: Grant, otherwise: readonly Held[], snapshot: Snapshot): string[] {
  const covering = otherwise.filter(
    (entry) => entry.operation === grant.operation && notCovered(snapshot, [entry], [grant]).length === 0,
  );
  const ways = covering.flatMap(({ ways }) =>
    ways.filter(({ customRoleId }) => customRoleId !== roleId || roleId === null),
  );
  return [...new Set(ways.map(({ text }) => text))];
}

const toLine = ({ operation, scope }: Grant, effect: PreviewLine["effect"], by: readonly string[]): PreviewLine => ({
  operation,
  scope,
  effect,
  by,
});

/** The policy core asks of an id only whether it exists, and in which project. */
function toSnapshot(spec: RoleSpec, world: World): Snapshot {
  const named = (type: ResourceType): string[] =>
    toRolePermissions(spec).flatMap(({ resourceType, resourceIds }) => (resourceType === type ? resourceIds : []));
  // A stored role may name what its editor cannot see; the server takes it, so it exists.
  const children = (type: ResourceType, seen: readonly Child[]): Child[] => {
    const known = new Set(seen.map(({ id }) => id));
    return [...seen, ...named(type).flatMap((id) => (known.has(id) ? [] : [{ id, project: "" }]))];
  };
  return compile({
    account: world.account,
    projects: [...new Set([...world.projects, ...named("projects")])],
    namespaces: children("namespaces", world.namespaces),
    nexusEndpoints: children("nexus-endpoints", world.nexusEndpoints),
    connectivityRules: children("connectivity-rules", world.connectivityRules),
    customRoles: [...new Set([...world.customRoles, ...named("custom-roles")])].map((id) => ({
      id,
      name: id,
      permissions: [],
    })),
    groups: [],
    principals: [],
  });
}

/** The wire's scope: all of a type, a project with what lies in it, or one resource. */
export function toScope(resourceType: string, resourceId: string, allOfType: boolean): Scope | null {
  if (!isResourceType(resourceType)) return null;
  if (allOfType) return { kind: "all", type: resourceType };
  if (resourceType === "projects") return { kind: "project", project: resourceId };
  return { kind: "resource", resource: { type: resourceType, id: resourceId } };
}

/** What the server says of a principal or a group, as the preview takes it. */
export const toHeld = ({ entries }: { readonly entries: readonly EffectivePermissionsResponse_Entry[] }): Held[] =>
  entries.flatMap(({ operation, scope, allOfType, reasons }) => {
    const where = toScope(scope?.resourceType ?? "", scope?.resourceId ?? "", allOfType);
    const ways = reasons.map(({ customRoleId, text }) => ({ customRoleId: customRoleId || null, text }));
    return where === null ? [] : [{ operation, scope: where, ways }];
  });

// An access as a form holds it, and back. What the form does not know of the stored access stays in it.
import { clone, create } from "@bufbuild/protobuf";
import type { AccountRole, NamespacePermission, ProjectRole } from "@remit/policy";
import {
  type Access,
  AccessSchema,
  AccountAccessSchema,
  NamespaceAccessSchema,
  ProjectAccessSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import {
  fromAccountRole,
  fromNamespacePermission,
  fromProjectRole,
  toAccountRole,
  toNamespacePermission,
  toProjectRole,
} from "@remit/protocol/policy-access";
import { dropOldMembers } from "../../../data/identities.ts";

export interface AccessDraft {
  readonly accountRole: AccountRole | "none";
  readonly customRoles: readonly string[];
  /** Level by Namespace id. */
  readonly namespaces: Readonly<Record<string, NamespacePermission>>;
  /** Role by project id. */
  readonly projects: Readonly<Record<string, ProjectRole>>;
}

/** What somebody new begins with. */
export const emptyDraft: AccessDraft = { accountRole: "read", customRoles: [], namespaces: {}, projects: {} };

const readLevels = <Wire, Level>(
  wire: Readonly<Record<string, Wire>>,
  read: (entry: Wire) => Level | null,
): Record<string, Level> =>
  Object.fromEntries(
    Object.entries(wire).flatMap(([id, entry]) => {
      const level = read(entry);
      return level === null ? [] : [[id, level] as const];
    }),
  );

/** Level by Namespace id, from the wire's entries and back. */
export const toNamespaceLevels = (wire: Access["namespaceAccesses"]): AccessDraft["namespaces"] =>
  readLevels(wire, ({ permission }) => toNamespacePermission(permission));

export const fromNamespaceLevels = (levels: AccessDraft["namespaces"]): Access["namespaceAccesses"] =>
  mapValues(levels, (level) => create(NamespaceAccessSchema, { permission: fromNamespacePermission(level) }));

export function toDraft(access: Access | undefined): AccessDraft {
  return {
    accountRole: toAccountRole(access?.accountAccess?.role ?? 0) ?? "none",
    customRoles: access?.accountAccess?.customRoles ?? [],
    namespaces: toNamespaceLevels(access?.namespaceAccesses ?? {}),
    projects: readLevels(access?.projectAccesses ?? {}, ({ role }) => toProjectRole(role)),
  };
}

/** Account Owner and Global Admin are admins of everything and take no entries: the server refuses those. */
export const takesEntries = ({ accountRole }: AccessDraft): boolean =>
  accountRole !== "owner" && accountRole !== "admin";

export function fromDraft(draft: AccessDraft, stored?: Access): Access {
  const access = stored === undefined ? create(AccessSchema) : clone(AccessSchema, stored);
  dropOldMembers(access);
  access.accountAccess ??= create(AccountAccessSchema);
  access.accountAccess.role = fromAccountRole(draft.accountRole === "none" ? null : draft.accountRole);
  access.accountAccess.customRoles = [...draft.customRoles];
  const { namespaces, projects } = takesEntries(draft) ? draft : { namespaces: {}, projects: {} };
  access.namespaceAccesses = fromNamespaceLevels(namespaces);
  access.projectAccesses = mapValues(projects, (role) => create(ProjectAccessSchema, { role: fromProjectRole(role) }));
  return access;
}

const mapValues = <From, To>(entries: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(entries).map(([id, value]) => [id, map(value)]));

/**
 * What `mine` changed against `base`, done to `theirs`: both edits stay. Where both changed the same thing, mine wins,
 * since it is on the screen before it is saved.
 */
export function mergeDrafts(base: AccessDraft, mine: AccessDraft, theirs: AccessDraft): AccessDraft {
  const had = new Set(base.customRoles);
  const kept = theirs.customRoles.filter((id) => !had.has(id) || mine.customRoles.includes(id));
  return {
    accountRole: pickChanged(base.accountRole, mine.accountRole, theirs.accountRole),
    customRoles: [...new Set([...kept, ...mine.customRoles.filter((id) => !had.has(id))])],
    namespaces: mergeEntries(base.namespaces, mine.namespaces, theirs.namespaces),
    projects: mergeEntries(base.projects, mine.projects, theirs.projects),
  };
}

export const pickChanged = <Value>(base: Value, mine: Value, theirs: Value): Value => (mine === base ? theirs : mine);

/** The same for a level on each of some resources. */
export function mergeEntries<Level>(
  base: Readonly<Record<string, Level>>,
  mine: Readonly<Record<string, Level>>,
  theirs: Readonly<Record<string, Level>>,
): Record<string, Level> {
  const merged = new Map(Object.entries(theirs));
  for (const id of new Set([...Object.keys(base), ...Object.keys(mine)])) {
    const level = mine[id];
    if (level === base[id]) continue;
    if (level === undefined) merged.delete(id);
    else merged.set(id, level);
  }
  return Object.fromEntries(merged);
}

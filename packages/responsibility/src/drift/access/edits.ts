// Changes of access as differences, so that several on one holder become one call, and repairs of different findings
// can be carried out together.
import type { Access, AccountRole, NamespacePermission, ProjectRole, RoleSpec } from "@remit/policy";
import { toHeldAccess } from "../../apply-changes.ts";
import type { Change, HeldAccess, Holder } from "../../changes.ts";
import { isAtLeast } from "../../compile/levels.ts";

/** What changes for one holder. Absent: stays as it is; null: is taken. */
export interface Edit {
  readonly holder: Holder;
  accountRole?: AccountRole | null;
  /** Role id → whether it is held afterwards. */
  readonly roles: Map<string, boolean>;
  readonly newRoles: Set<string>;
  readonly namespaces: Map<string, NamespacePermission | null>;
  readonly projects: Map<string, ProjectRole | null>;
}

export interface Edits {
  readonly of: (holder: Holder) => Edit;
  /** Adds a change that was made for the same facts. */
  readonly add: (change: Change) => void;
  /** All of it, in an order that can be carried out. */
  readonly toChanges: () => Change[];
}

/** `accessOf` is what a holder has before all changes. */
export function createEdits(accessOf: (holder: Holder) => Access | undefined): Edits {
  const edits = new Map<string, Edit>();
  const others = new Map<string, Change>();
  const of = (holder: Holder): Edit => {
    const key = `${holder.kind} ${holder.id}`;
    const known = edits.get(key);
    if (known !== undefined) return known;
    const edit: Edit = { holder, roles: new Map(), newRoles: new Set(), namespaces: new Map(), projects: new Map() };
    edits.set(key, edit);
    return edit;
  };
  return {
    of,
    add: (change) => {
      if (change.kind === "set-access") absorb(of(change.holder), change, accessOf(change.holder));
      else others.set(changeKey(change), change);
    },
    toChanges: () => {
      const set = [...edits.values()].flatMap((edit) => toSetAccess(edit, accessOf(edit.holder)));
      const changes = [...others.values(), ...set];
      return changes.sort((a, b) => order(a) - order(b) || (changeKey(a) < changeKey(b) ? -1 : 1));
    },
  };
}

const inOrder: readonly Change["kind"][] = [
  "create-role",
  "update-role",
  "set-access",
  "remove-member",
  "end-implied",
  "delete-role",
  "delete-key",
];

const order = ({ kind }: Change): number => inOrder.indexOf(kind);

/** Equal for changes of which one is enough. */
function changeKey(change: Change): string {
  switch (change.kind) {
    case "create-role":
    case "update-role":
      return `${change.kind} ${change.role.name}`;
    case "delete-role":
      return `${change.kind} ${change.roleId}`;
    case "set-access":
      return `${change.kind} ${change.holder.kind} ${change.holder.id}`;
    case "end-implied":
      return `${change.kind} ${change.holder.kind} ${change.holder.id} ${JSON.stringify(change.grant)}`;
    case "remove-member":
      return `${change.kind} ${change.group} ${change.user}`;
    case "delete-key":
      return `${change.kind} ${change.keyId}`;
  }
}

function toSetAccess(edit: Edit, now: Access | undefined): Change[] {
  if (now === undefined) return [];
  const roles = new Set(now.customRoles);
  for (const [id, held] of edit.roles) {
    if (held) roles.add(id);
    else roles.delete(id);
  }
  const access: HeldAccess = {
    accountRole: edit.accountRole === undefined ? now.accountRole : edit.accountRole,
    customRoles: [...roles],
    namespaces: merge(levelsIn(now), edit.namespaces).map(([namespace, permission]) => ({ namespace, permission })),
    projects: merge(rolesIn(now), edit.projects).map(([project, role]) => ({ project, role })),
  };
  const newRoles = [...edit.newRoles].sort();
  const same = newRoles.length === 0 && JSON.stringify(access) === JSON.stringify(toHeldAccess(now));
  return same ? [] : [{ kind: "set-access", holder: edit.holder, access, newRoles }];
}

function merge<Value>(now: ReadonlyMap<string, Value>, edits: ReadonlyMap<string, Value | null>): [string, Value][] {
  const merged = new Map(now);
  for (const [id, value] of edits) {
    if (value === null) merged.delete(id);
    else merged.set(id, value);
  }
  return [...merged];
}

/** The level on each Namespace: the strongest, should one be named twice. */
export function levelsIn({ namespaces }: Pick<Access, "namespaces">): Map<string, NamespacePermission> {
  const levels = new Map<string, NamespacePermission>();
  for (const { namespace, permission } of namespaces) {
    if (!isAtLeast(levels.get(namespace) ?? null, permission)) levels.set(namespace, permission);
  }
  return levels;
}

const rolesIn = ({ projects }: HeldAccess): Map<string, ProjectRole> =>
  new Map(projects.map(({ project, role }) => [project, role]));

/** Of two that are set, the one that runs the account: it is set to keep what another change would take along. */
export function setAccountRole(edit: Edit, role: AccountRole | null): void {
  if (edit.accountRole === "owner" || (edit.accountRole === "admin" && role !== "owner")) return;
  edit.accountRole = role;
}

/** Reads from an access that is to be set what it changes. */
function absorb(edit: Edit, change: Change & { readonly kind: "set-access" }, now: Access | undefined): void {
  if (now === undefined) return;
  const { access, newRoles } = change;
  if (access.accountRole !== now.accountRole) setAccountRole(edit, access.accountRole);
  for (const id of now.customRoles) if (!access.customRoles.includes(id)) edit.roles.set(id, false);
  for (const id of access.customRoles) if (!now.customRoles.includes(id)) edit.roles.set(id, true);
  for (const name of newRoles) edit.newRoles.add(name);
  absorbMap(edit.namespaces, levelsIn(now), levelsIn(access));
  absorbMap(edit.projects, rolesIn(toHeldAccess(now)), rolesIn(access));
}

function absorbMap<Value>(
  edits: Map<string, Value | null>,
  now: ReadonlyMap<string, Value>,
  next: ReadonlyMap<string, Value>,
) {
  for (const id of now.keys()) if (!next.has(id)) edits.set(id, null);
  for (const [id, value] of next) if (now.get(id) !== value) edits.set(id, value);
}

/** The call that makes a compiled role what it should be. */
export function writeRole(role: RoleSpec, roleId: string | undefined): Change {
  return roleId === undefined ? { kind: "create-role", role } : { kind: "update-role", roleId, role };
}

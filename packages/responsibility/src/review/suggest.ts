// From what is needed to changes: smaller roles first, then less access for each holder once, then roles that are gone.
import { type AccountRole, accountRoles, type CustomRole, namespacePermissions, projectRoles } from "@remit/policy";
import type { Change } from "../changes.ts";
import type { Facts } from "../facts.ts";
import { expandOperations } from "../operations.ts";
import { type AccessHolder, givesRole, holdsRole, lastOf } from "./holders.ts";
import { narrowAccess } from "./narrow-access.ts";
import { narrowRole } from "./narrow-role.ts";
import type { UseReader } from "./use.ts";

export interface Suggestion {
  readonly change: Change;
  /** One sentence. */
  readonly why: string;
  /** What would be refused after the change if it turned out to be used; empty for changes that are ready. */
  readonly unlessUsed: readonly string[];
}

export interface SuggestOptions {
  readonly reader: UseReader;
  /** Whether an operation is needed although nobody was seen using it. */
  readonly isKept: (operation: string) => boolean;
  /** Whether nobody counts the use of an operation. */
  readonly isUncounted: (operation: string) => boolean;
  readonly floorRole: AccountRole | null;
  readonly roleDescriptions: ReadonlyMap<string, string>;
}

/** Every change that takes what is not needed. Access that nobody has yet (an empty group's) is left alone. */
export function suggestChanges(facts: Facts, holders: readonly AccessHolder[], options: SuggestOptions): Suggestion[] {
  const updates: Suggestion[] = [];
  const removed = new Map<string, CustomRole>();
  for (const role of lastOf(facts.policy.customRoles)) {
    const principals = principalsOfRole(role.id, holders);
    const isHeld = holders.some(({ access }) => holdsRole(access, role.id));
    if (isHeld && principals.length === 0) continue;
    const isNeeded = (operation: string) =>
      isHeld && (options.reader.anywhere(principals, operation) || options.isKept(operation));
    const spec = narrowRole(role, options.roleDescriptions.get(role.id) ?? "", isNeeded);
    // What was given for a time ends by itself; until then the role has to stay.
    const isLent = holders.some(({ access }) => access.implied.some((grant) => givesRole(grant, role.id)));
    if (spec === null && !isLent) removed.set(role.id, role);
    const lost = role.permissions.flatMap(({ actions }) => actions.filter((action) => !isNeeded(action)));
    if (spec === null || lost.length === 0) continue;
    const change = { kind: "update-role", roleId: role.id, role: spec } as const;
    updates.push(toSuggestion(change, `Role ${role.name} without what its holders do not use.`, lost, options));
  }
  return [
    ...updates,
    ...suggestAccess(facts, holders, removed, options),
    ...[...removed.values()].map((role) => {
      const change = { kind: "delete-role", roleId: role.id, name: role.name } as const;
      const actions = role.permissions.flatMap((permission) => permission.actions);
      const isHeld = holders.some(({ access }) => access.customRoles.includes(role.id));
      const why = `${isHeld ? "Nothing" : "Nobody holds it, so nothing"} of role ${role.name} is used.`;
      return toSuggestion(change, why, isHeld ? actions : [], options);
    }),
  ];
}

/** Ids of the principals that hold a custom role, themselves or by a group. */
export function principalsOfRole(roleId: string, holders: readonly AccessHolder[]): string[] {
  const holding = holders.filter(({ access }) => holdsRole(access, roleId));
  return [...new Set(holding.flatMap(({ principals }) => principals))].sort();
}

function suggestAccess(
  facts: Facts,
  holders: readonly AccessHolder[],
  removed: ReadonlyMap<string, CustomRole>,
  { reader, isKept, ...options }: SuggestOptions,
): Suggestion[] {
  const namespaces = new Map(facts.namespaces.map(({ uid, id }) => [uid, id]));
  return holders.flatMap((holder) => {
    const { access, principals } = holder;
    if (principals.length === 0) return [];
    const need = {
      anywhere: (operation: string) => isKept(operation) || reader.anywhere(principals, operation),
      inNamespace: (operation: string, namespace: string) =>
        isKept(operation) || reader.inNamespace(principals, operation, namespace),
      inProject: (operation: string, project: string) =>
        isKept(operation) || reader.inProject(principals, operation, project),
    };
    const narrowed = narrowAccess(holder, need, options.floorRole, new Set(removed.keys()));
    const less = [
      ...lessAccountRole(access.accountRole, narrowed.accountRole),
      ...lessOf(access.namespaces, narrowed.namespaces, ({ namespace, permission }) => ({
        key: namespace,
        told: `${namespacePermissions[permission].title} of Namespace ${namespaces.get(namespace) ?? namespace}`,
        operations: namespacePermissions[permission].operations,
      })),
      ...lessOf(access.projects, narrowed.projects, ({ project, role }) => ({
        key: project,
        told: `${projectRoles[role].title} of ${project}`,
        operations: expandOperations([`project:${role}`]),
      })),
      ...access.customRoles.flatMap((id) => {
        const role = removed.get(id);
        const lost = role?.permissions.flatMap(({ actions }) => actions) ?? [];
        return role === undefined ? [] : [{ told: `role ${role.name} goes`, lost }];
      }),
    ];
    if (less.length === 0) return [];
    const change = { kind: "set-access", holder: holder.holder, access: narrowed, newRoles: [] } as const;
    const why = `${holder.holder.name}: ${less.map(({ told }) => told).join(", ")}.`;
    return [
      toSuggestion(
        change,
        why,
        less.flatMap(({ lost }) => lost),
        { isUncounted: options.isUncounted },
      ),
    ];
  });
}

interface Less {
  readonly told: string;
  readonly lost: readonly string[];
}

function lessAccountRole(before: AccountRole | null, after: AccountRole | null): Less[] {
  if (before === null || before === after) return [];
  const kept: ReadonlySet<string> = after === null ? new Set() : accountRoles[after].operations;
  const lost = [...accountRoles[before].operations].filter((operation) => !kept.has(operation));
  const becomes = after === null ? "goes" : `becomes ${accountRoles[after].title}`;
  return [{ told: `${accountRoles[before].title} ${becomes}`, lost }];
}

interface Described {
  /** What it is access to. */
  readonly key: string;
  readonly told: string;
  readonly operations: ReadonlySet<string>;
}

/** Access may name one thing twice; what is left of it is all that is left. */
function lessOf<Held>(before: readonly Held[], after: readonly Held[], describe: (held: Held) => Described): Less[] {
  const left = after.map(describe);
  return before.map(describe).flatMap(({ key, told, operations }) => {
    const now = left.filter((one) => one.key === key);
    const lost = [...operations].filter((operation) => !now.some((one) => one.operations.has(operation)));
    if (lost.length === 0) return [];
    const becomes = now.length === 0 ? "goes" : `becomes ${now.map((one) => one.told).join(" and ")}`;
    return [{ told: `${told} ${becomes}`, lost }];
  });
}

function toSuggestion(
  change: Change,
  why: string,
  lost: readonly string[],
  { isUncounted }: Pick<SuggestOptions, "isUncounted">,
): Suggestion {
  return { change, why, unlessUsed: [...new Set(lost.filter(isUncounted))].sort() };
}

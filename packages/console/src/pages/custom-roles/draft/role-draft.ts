// A custom role while it is being written: what the wire's spec holds, with what only a page needs. Pure; the same role
// comes back whichever way it went, by switches or by JSON.
import {
  findPermission,
  normaliseRole,
  type ResourceType,
  type RoleSpec,
  type RoleSpecPermission,
} from "@remit/policy";

export interface RoleDraft {
  readonly name: string;
  readonly description: string;
  readonly entries: readonly DraftEntry[];
}

/** One permission of the wire: every action on every resource in its scope. Without actions it is not saved yet. */
export interface DraftEntry extends DraftScope {
  /** Tells entries apart while they move; not a part of the role. */
  readonly key: number;
  readonly actions: readonly string[];
}

export interface DraftScope {
  /** One of the six types; anything else came from JSON and is shown with its error. */
  readonly type: string;
  readonly allowAll: boolean;
  readonly ids: readonly string[];
}

export const emptyDraft: RoleDraft = { name: "", description: "", entries: [] };

export const everyOf = (type: ResourceType): DraftScope => ({ type, allowAll: true, ids: [] });

/** The role as a draft. Nothing of it is lost, valid or not. */
export function fromSpec(spec: RoleSpec): RoleDraft {
  const { name, description, permissions } = normaliseRole(spec);
  return { name, description, entries: permissions.map(toEntry) };
}

function toEntry({ actions, resources }: RoleSpecPermission, key: number): DraftEntry {
  const { resourceType = "", allowAll = false, resourceIds = [] } = resources ?? {};
  return { key, type: resourceType, allowAll, ids: resourceIds, actions };
}

/** The draft as the wire takes it: entries in which nothing is turned on are left out. */
export function toSpec({ name, description, entries }: RoleDraft): RoleSpec {
  return {
    name,
    description,
    permissions: savedEntries(entries).map(({ type, allowAll, ids, actions }) => ({
      actions,
      resources: { resourceType: type, allowAll, resourceIds: ids },
    })),
  };
}

/** The entries that become permissions, in the order of the spec: where an error in `permissions[2]` belongs. */
export const savedEntries = (entries: readonly DraftEntry[]): DraftEntry[] =>
  entries.filter(({ actions }) => actions.length > 0);

/** Whether saving one would save the other. */
export const isSameRole = (a: RoleDraft, b: RoleDraft): boolean =>
  JSON.stringify(normaliseRole(toSpec(a))) === JSON.stringify(normaliseRole(toSpec(b)));

export const isSameScope = (a: DraftScope, b: DraftScope): boolean =>
  a.type === b.type &&
  a.allowAll === b.allowAll &&
  a.ids.length === b.ids.length &&
  a.ids.every((id) => b.ids.includes(id));

/** Whether the operation is on: in this entry. */
export const isOn = (entry: Pick<DraftEntry, "actions">, operation: string): boolean =>
  entry.actions.includes(operation);

/** The entries of one tab: one for each scope that was chosen. */
export const entriesOf = (draft: RoleDraft, type: string): DraftEntry[] =>
  draft.entries.filter((entry) => entry.type === type);

/** A further scope, unless there is one like it already. */
export function addScope(draft: RoleDraft, scope: DraftScope): RoleDraft {
  if (draft.entries.some((entry) => isSameScope(entry, scope))) return draft;
  return { ...draft, entries: [...draft.entries, { ...scope, key: nextKey(draft), actions: [] }] };
}

const nextKey = ({ entries }: RoleDraft): number => Math.max(-1, ...entries.map(({ key }) => key)) + 1;

export const removeEntry = (draft: RoleDraft, key: number): RoleDraft => ({
  ...draft,
  entries: draft.entries.filter((entry) => entry.key !== key),
});

/** Another scope for what is turned on already. */
export const setScope = (draft: RoleDraft, key: number, scope: Omit<DraftScope, "type">): RoleDraft =>
  changeEntry(draft, key, (entry) => ({ ...entry, ...scope }));

/** Turns operations of one entry on or off; what is on stays in its order. */
export const setActions = (draft: RoleDraft, key: number, operations: readonly string[], on: boolean): RoleDraft =>
  changeEntry(draft, key, (entry) => ({ ...entry, actions: withActions(entry.actions, operations, on) }));

function withActions(actions: readonly string[], operations: readonly string[], on: boolean): string[] {
  const others = actions.filter((action) => on || !operations.includes(action));
  return on ? [...new Set([...others, ...operations])] : others;
}

const changeEntry = (draft: RoleDraft, key: number, change: (entry: DraftEntry) => DraftEntry): RoleDraft => ({
  ...draft,
  entries: draft.entries.map((entry) => (entry.key === key ? change(entry) : entry)),
});

/**
 * What is held on the account has no scope to choose: on means in some entry of the account, off in none of them.
 * An entry in which nothing is left is taken out, since no card shows it.
 */
export function setAccountActions(draft: RoleDraft, operations: readonly string[], on: boolean): RoleDraft {
  if (!on) {
    const entries = draft.entries.map((entry) =>
      entry.type === "accounts" ? { ...entry, actions: withActions(entry.actions, operations, false) } : entry,
    );
    return { ...draft, entries: entries.filter(({ type, actions }) => type !== "accounts" || actions.length > 0) };
  }
  const missing = operations.filter(
    (operation) => !entriesOf(draft, "accounts").some((entry) => isOn(entry, operation)),
  );
  const scope = everyOf("accounts");
  const known = entriesOf(draft, "accounts")[0];
  const key = known?.key ?? nextKey(draft);
  const entries = known ? draft.entries : [...draft.entries, { ...scope, key, actions: [] }];
  return setActions({ ...draft, entries }, key, missing, true);
}

/** What stands in an entry and could not be switched on there: unknown, or not for this type. Shown, so that it can go. */
export const strayActions = ({ type, actions }: Pick<DraftEntry, "type" | "actions">): string[] =>
  actions.filter((action) => {
    const row = findPermission(action);
    return !row?.grantable || !(row.resourceTypes as readonly string[]).includes(type);
  });

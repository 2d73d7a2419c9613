// Where a role may start from: what a predefined role holds, as far as a custom role can carry it.
import {
  accountRoles,
  accountRolesWeakestFirst,
  findPermission,
  namespacePermissions,
  namespacePermissionsWeakestFirst,
  projectRoles,
  projectRolesWeakestFirst,
  type ResourceType,
  resourceTypes,
} from "@remit/policy";
import type { RoleDraft } from "./role-draft.ts";

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly group: "Account roles" | "Namespace permissions" | "Project roles";
  readonly operations: ReadonlySet<string>;
  /** Where the predefined role holds them, the widest first. */
  readonly types: readonly ResourceType[];
}

const inProject: readonly ResourceType[] = ["projects", "namespaces", "nexus-endpoints", "connectivity-rules"];

/** The weakest of each kind first. */
export const presets: readonly Preset[] = [
  ...accountRolesWeakestFirst.map(
    (role): Preset => ({ id: `account:${role}`, group: "Account roles", types: resourceTypes, ...accountRoles[role] }),
  ),
  ...namespacePermissionsWeakestFirst.map(
    (role): Preset => ({
      id: `namespace:${role}`,
      group: "Namespace permissions",
      types: ["namespaces"],
      ...namespacePermissions[role],
    }),
  ),
  ...projectRolesWeakestFirst
    .filter((role) => projectRoles[role].assignable)
    .map((role): Preset => {
      const { title, operations, namespacePermission } = projectRoles[role];
      const inNamespaces = namespacePermission === null ? [] : namespacePermissions[namespacePermission].operations;
      return {
        id: `project:${role}`,
        title,
        group: "Project roles",
        types: inProject,
        operations: new Set([...operations, ...inNamespaces]),
      };
    }),
];

/** The draft with the preset's permissions in place of its own, and what a custom role cannot carry of them. */
export function applyPreset(draft: RoleDraft, preset: Preset): { readonly draft: RoleDraft; readonly left: string[] } {
  const actions = new Map<ResourceType, string[]>();
  const left: string[] = [];
  for (const operation of preset.operations) {
    const row = findPermission(operation);
    // All of the widest type reaches what lies below it, too.
    const type = preset.types.find((candidate) => row?.resourceTypes.includes(candidate));
    if (row === undefined || type === undefined || !row.grantable) left.push(operation);
    else actions.set(type, [...(actions.get(type) ?? []), operation]);
  }
  const entries = preset.types.flatMap((type, key) => {
    const given = actions.get(type);
    return given === undefined ? [] : [{ key, type, allowAll: true, ids: [], actions: given }];
  });
  return { draft: { ...draft, entries }, left };
}

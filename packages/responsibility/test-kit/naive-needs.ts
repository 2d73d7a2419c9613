// What teams answer for, read from the rows once more and without any cleverness: one operation on one resource at a
// time. Shares with the package nothing but resolved teams.
import {
  findPermission,
  namespacePermissions,
  type PolicyData,
  permissions,
  projectRoles,
  type Resource,
  type ResourceType,
} from "@remit/policy";
import type { Model } from "../src/model.ts";
import type { ResolvedTeam } from "../src/resolve.ts";

/** The operations that rows name for a team. */
export function namedFor({ matrix, teams }: Model, id: string): ReadonlySet<string> {
  const kind = teams.find((team) => team.id === id)?.kind ?? "";
  const ofTeam = matrix.responsibilities.flatMap(({ hidden, owners }) => {
    const part = owners[kind];
    return hidden || part === undefined || (part.team !== "" && part.team !== id) ? [] : part.operations;
  });
  return new Set(ofTeam.flatMap(unfold).filter((operation) => findPermission(operation)?.inert === false));
}

function unfold(name: string): readonly string[] {
  const [scope, level = ""] = name.split(":");
  if (scope === "namespace") return [...namespacePermissions[level as "read"].operations];
  if (scope !== "project") return [name];
  const { operations, namespacePermission } = projectRoles[level as "read"];
  const inside = namespacePermission === null ? [] : [...namespacePermissions[namespacePermission].operations];
  return [...operations, ...inside].filter((operation) => operation !== "cloud.project.list");
}

/** Each operation on each resource that the team must be able to act on. */
export function needsOf(
  model: Model,
  policy: PolicyData,
  { team, kind, namespaces, projects }: ResolvedTeam,
): { readonly operation: string; readonly resource: Resource }[] {
  return [...namedFor(model, team.id)].flatMap((operation) => {
    const types = findPermission(operation)?.resourceTypes ?? [];
    const on = (type: ResourceType, ids: readonly string[]) => ids.map((id) => ({ operation, resource: { type, id } }));
    if (kind.scope === "account") return types.flatMap((type) => on(type, idsOf(policy, type)));
    if (types.includes("namespaces")) return on("namespaces", namespaces);
    return types.includes("projects") ? on("projects", projects) : [];
  });
}

/** The ids of all resources of a type. */
export function idsOf(policy: PolicyData, type: ResourceType): readonly string[] {
  const ids = (items: readonly { readonly id: string }[]): string[] => items.map(({ id }) => id);
  switch (type) {
    case "accounts":
      return [policy.account];
    case "projects":
      return policy.projects;
    case "namespaces":
      return ids(policy.namespaces);
    case "nexus-endpoints":
      return ids(policy.nexusEndpoints);
    case "connectivity-rules":
      return ids(policy.connectivityRules);
    case "custom-roles":
      return ids(policy.customRoles);
  }
}

/** Operations that can have an effect, each with where. */
export const effective = permissions.filter(({ inert }) => !inert);

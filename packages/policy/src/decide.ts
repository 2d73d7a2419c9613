// The decision with its reasons. The effect is always `check`'s; this file only says why.
import { check } from "./check.ts";
import { ACTIVE } from "./compiled/records.ts";
import { resolveTarget, type Snapshot } from "./compiled/snapshot.ts";
import { findPermission } from "./permissions/catalogue.ts";
import { accountRolesWeakestFirst } from "./roles/account-roles.ts";
import { namespacePermissionsWeakestFirst } from "./roles/namespace-permissions.ts";
import { projectRolesWeakestFirst } from "./roles/project-roles.ts";
import { projectIdOf, projectRoleOperations, scopeKey, scopeReaches } from "./scope.ts";
import { sourcesOfPrincipal } from "./sources.ts";
import type { Decision, DenyCause, ProjectRole, Reason, Remedy, Resource } from "./types.ts";

/** Decides, with every path that allows it, or the cause of the denial and what would remove it. */
export function decide(
  snapshot: Snapshot,
  principalId: string,
  operation: string,
  resource: Resource,
  now: number,
): Decision {
  const cause = causeOfDenial(snapshot, principalId, operation, resource);
  if (cause !== null) return { effect: "deny", cause, remedy: null };
  if (!check(snapshot, principalId, operation, resource, now)) {
    return { effect: "deny", cause: "no-grant", remedy: remedyFor(snapshot, operation, resource) };
  }
  return { effect: "allow", reasons: reasonsFor(snapshot, principalId, operation, resource, now) };
}

/** The cause of a denial that no grant could change, or null. */
function causeOfDenial(
  snapshot: Snapshot,
  principalId: string,
  operation: string,
  resource: Resource,
): Exclude<DenyCause, "no-grant"> | null {
  const number = snapshot.ids.principals.numbers.get(principalId);
  const offset = number === undefined ? 0 : (snapshot.principals[number] ?? 0);
  if (offset === 0) return "unknown-principal";
  if (!((snapshot.arena.data[offset] ?? 0) & ACTIVE)) return "inactive-principal";
  const target = resolveTarget(snapshot, operation, resource.type, resource.id);
  return typeof target === "string" ? target : null;
}

function reasonsFor(
  snapshot: Snapshot,
  principalId: string,
  operation: string,
  resource: Resource,
  now: number,
): Reason[] {
  const reasons = new Map<string, Reason>();
  for (const { reason, operations, scopesOf } of sourcesOfPrincipal(snapshot, principalId, now)) {
    if (!operations.has(operation)) continue;
    for (const scope of scopesOf(operation)) {
      if (!scopeReaches(snapshot, scope, resource)) continue;
      const path = [reason.kind, reason.role, reason.customRole, reason.group?.id, reason.expiresAt, scopeKey(scope)];
      reasons.set(JSON.stringify(path), { ...reason, scope });
    }
  }
  return [...reasons.values()];
}

/** What would allow an operation on an existing resource that it fits: the least first. */
export function remedyFor(snapshot: Snapshot, operation: string, resource: Resource): Remedy {
  return {
    predefinedRoles: [
      ...namespaceRemedies(snapshot, operation, resource),
      ...projectRemedies(snapshot, operation, resource),
      ...accountRemedies(snapshot, operation),
    ],
    customRole: customRoleRemedy(snapshot, operation, resource),
  };
}

type PredefinedRemedy = Remedy["predefinedRoles"][number];

function namespaceRemedies(snapshot: Snapshot, operation: string, resource: Resource): PredefinedRemedy[] {
  if (resource.type !== "namespaces") return [];
  const levels = snapshot.vocabulary.source.namespacePermissions;
  return namespacePermissionsWeakestFirst
    .filter((level) => levels[level].operations.has(operation))
    .map((role) => ({ kind: "namespace", role, namespace: resource.id }));
}

function projectRemedies(snapshot: Snapshot, operation: string, resource: Resource): PredefinedRemedy[] {
  const project = resource.type === "projects" ? resource.id : projectIdOf(snapshot, resource);
  if (project === null) return [];
  // A Developer's project role is only ever inherited, so it is no remedy.
  const assignable = (role: ProjectRole): boolean => role !== "developer";
  return projectRolesWeakestFirst
    .filter((role) => assignable(role) && projectRoleOperations(snapshot.vocabulary, role).has(operation))
    .map((role) => ({ kind: "project", role, project }));
}

function accountRemedies(snapshot: Snapshot, operation: string): PredefinedRemedy[] {
  const roles = snapshot.vocabulary.source.accountRoles;
  return accountRolesWeakestFirst
    .filter((role) => roles[role].operations.has(operation))
    .map((role) => ({ kind: "account", role }));
}

function customRoleRemedy(snapshot: Snapshot, operation: string, resource: Resource): Remedy["customRole"] {
  const row = snapshot.vocabulary.source.operations[snapshot.vocabulary.numbers.get(operation) ?? -1];
  if (row?.inert) return { grantable: false, reason: "nothing asks for it: no API call leads to this operation" };
  if (row?.grantable) return { grantable: true, action: operation, resource };
  return { grantable: false, reason: findPermission(operation)?.reasonNotGrantable ?? "a custom role cannot carry it" };
}

// A decision in words, for people.

import { getAt } from "./compiled/paged.ts";
import type { Snapshot } from "./compiled/snapshot.ts";
import { decide } from "./decide.ts";
import { nearestOperation } from "./permissions/catalogue.ts";
import type { Decision, DenyCause, Reason, Remedy, Resource, Scope } from "./types.ts";

/** Why the principal may do the operation, or why not and what would allow it; several lines of plain text. */
export function explain(
  snapshot: Snapshot,
  principalId: string,
  operation: string,
  resource: Resource,
  now: number,
): string {
  const decision = decide(snapshot, principalId, operation, resource, now);
  return renderDecision(decision, { principal: nameOf(snapshot, principalId), operation, resource });
}

/** The question that a decision answers, with the principal as it is to be shown. */
export interface Question {
  readonly principal: string;
  readonly operation: string;
  readonly resource: Resource;
}

/** Renders a decision that has been made. */
export function renderDecision(decision: Decision, { principal, operation, resource }: Question): string {
  const what = `${operation} on ${resource.type}/${resource.id}`;
  if (decision.effect === "allow") {
    return [
      `allowed: ${principal} may ${what}`,
      ...decision.reasons.map((reason) => `  by ${renderReason(reason)}`),
    ].join("\n");
  }
  const lines = [
    `denied: ${principal} may not ${what}`,
    `  because ${renderCause(decision.cause, operation, resource)}`,
  ];
  return [...lines, ...(decision.remedy ? renderRemedy(decision.remedy) : [])].join("\n");
}

/** One reason, such as `custom role Auditor on all namespaces, through group Oncall`. */
export function renderReason(reason: Reason): string {
  const through = reason.group ? `, through group ${reason.group.name}` : "";
  const until = reason.expiresAt === null ? "" : `, until ${new Date(reason.expiresAt).toISOString()}`;
  return `${renderRole(reason)} on ${renderScope(reason.scope)}${through}${until}`;
}

function renderRole(reason: Reason): string {
  switch (reason.kind) {
    case "account-role":
      return `account role ${reason.role}`;
    case "namespace-access":
      return `Namespace permission ${reason.role}`;
    case "project-access":
      return `project role ${reason.role}`;
    case "custom-role":
      return `custom role ${reason.role}`;
    case "creator":
      return `being its creator (${renderGiven(reason)})`;
    case "temporary":
      return `temporary ${renderGiven(reason)}`;
  }
}

function renderGiven({ role, customRole, scope }: Reason): string {
  if (customRole !== null) return `custom role ${role}`;
  return scope.kind === "project" ? `project role ${role}` : `Namespace permission ${role}`;
}

/** A scope in words. */
export function renderScope(scope: Scope): string {
  if (scope.kind === "project") return `projects/${scope.project} and what lies in it`;
  if (scope.kind === "resource") return `${scope.resource.type}/${scope.resource.id}`;
  return scope.type === "accounts" ? "the account" : `all ${scope.type}`;
}

function renderCause(cause: DenyCause, operation: string, resource: Resource): string {
  switch (cause) {
    case "unknown-principal":
      return "there is no such principal";
    case "inactive-principal":
      return "the principal is not active";
    case "unknown-operation": {
      const near = nearestOperation(operation);
      return `there is no operation ${operation}${near ? `; did you mean ${near}?` : ""}`;
    }
    case "unknown-resource":
      return "there is no such resource";
    case "operation-does-not-fit-resource":
      return `${operation} is not an operation on ${resource.type}`;
    case "no-grant":
      return "nothing that the principal holds, itself or through a group, grants it";
  }
}

function renderRemedy(remedy: Remedy): string[] {
  const roles = remedy.predefinedRoles.map((role) => {
    if (role.kind === "account") return `account role ${role.role}`;
    return role.kind === "namespace"
      ? `Namespace permission ${role.role} on ${role.namespace}`
      : `project role ${role.role} on ${role.project}`;
  });
  const { customRole } = remedy;
  const custom = customRole.grantable
    ? `a custom role with ${customRole.action} on ${customRole.resource.type}/${customRole.resource.id}`
    : null;
  const enough = [...roles, ...(custom ? [custom] : [])].map((line) => `    ${line}`);
  const lines = enough.length > 0 ? ["  any one of these would allow it:", ...enough] : ["  nothing would allow it"];
  return customRole.grantable ? lines : [...lines, `  no custom role can: ${customRole.reason}`];
}

function nameOf(snapshot: Snapshot, principalId: string): string {
  const number = snapshot.ids.principals.numbers.get(principalId);
  return (number === undefined ? undefined : getAt(snapshot.principalNames, number)) ?? principalId;
}

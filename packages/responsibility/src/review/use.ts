// What was used, as the audit log and whoever else counts have it, and what nobody counts.
import { findPermission, isDataPlane, type Resource } from "@remit/policy";
import type { Facts } from "../facts.ts";

export interface Use {
  readonly count: number;
  /** Unix milliseconds. */
  readonly lastAt: number;
  /** What it was used on, with ids of `facts.policy`; empty: not known. */
  readonly resources: readonly Resource[];
}

/** Principal id → operation → its use. Refused attempts are no use. */
export type UseByPrincipal = ReadonlyMap<string, ReadonlyMap<string, Use>>;

/**
 * Whether an operation that was never seen was never used: so it is for what the audit log keeps, changes on the control
 * plane. It keeps no reads, and nothing of the data plane; of an operation that is not known nobody can say.
 */
export function isRecordedByAudit(operation: string): boolean {
  const permission = findPermission(operation);
  return permission !== undefined && (permission.inert || (permission.kind !== "read" && !isDataPlane(operation)));
}

/** Answers what somebody of a group of principals used in the time that is looked at. */
export interface UseReader {
  readonly anywhere: (principals: readonly string[], operation: string) => boolean;
  /** Use whose resource is not known, or lies in neither Namespace nor project, counts for every one. */
  readonly inNamespace: (principals: readonly string[], operation: string, namespace: string) => boolean;
  readonly inProject: (principals: readonly string[], operation: string, project: string) => boolean;
}

/** `since`: use that ended before does not count. */
export function createUseReader({ policy }: Facts, use: UseByPrincipal, since: number): UseReader {
  const projectOf = new Map<string, string>();
  for (const { id, project } of policy.namespaces) projectOf.set(`namespaces ${id}`, project);
  for (const { id, project } of policy.nexusEndpoints) projectOf.set(`nexus-endpoints ${id}`, project);
  for (const { id, project } of policy.connectivityRules) projectOf.set(`connectivity-rules ${id}`, project);
  const recent = (principal: string, operation: string): Use | undefined => {
    const found = use.get(principal)?.get(operation);
    return found !== undefined && found.lastAt >= since ? found : undefined;
  };
  const some = (principals: readonly string[], operation: string, counts: (resource: Resource) => boolean): boolean =>
    principals.some((principal) => {
      const found = recent(principal, operation);
      return found !== undefined && (found.resources.length === 0 || found.resources.some(counts));
    });
  return {
    anywhere: (principals, operation) => some(principals, operation, () => true),
    inNamespace: (principals, operation, namespace) =>
      some(principals, operation, ({ type, id }) => type !== "namespaces" || id === namespace),
    inProject: (principals, operation, project) =>
      some(principals, operation, ({ type, id }) => {
        const within = type === "projects" ? id : projectOf.get(`${type} ${id}`);
        return within === undefined || within === project;
      }),
  };
}

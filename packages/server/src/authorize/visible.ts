// What a caller may see: whatever it may get. The account itself is no secret to whoever is signed in.
import { check, isAllowedOnAll, listAllowed, type Resource, type ResourceType } from "@remit/policy";
import type { PolicyView } from "./view.ts";

/** Type → the operation that reads one of it. */
export const getOperations: Readonly<Partial<Record<ResourceType, string>>> = {
  projects: "cloud.project.get",
  namespaces: "cloud.namespace.get",
  "nexus-endpoints": "cloud.nexusendpoint.get",
  "connectivity-rules": "cloud.connectivityrule.get",
  "custom-roles": "cloud.customrole.get",
};

/** False for what does not exist, too: callers answer both alike. `now` in Unix milliseconds. */
export function isVisible({ snapshot }: PolicyView, principalId: string, resource: Resource, now: number): boolean {
  const operation = getOperations[resource.type];
  return operation === undefined || check(snapshot, principalId, operation, resource, now);
}

/**
 * The ids of what a list may show, uids for Namespaces; null is all of the type. Nothing of a type that no operation
 * reads. `now` in Unix milliseconds.
 */
export function visibleIds(
  { snapshot }: PolicyView,
  principalId: string,
  type: ResourceType,
  now: number,
): readonly string[] | null {
  const operation = getOperations[type];
  if (operation === undefined) return [];
  if (isAllowedOnAll(snapshot, principalId, operation, type, now)) return null;
  return listAllowed(snapshot, principalId, operation, type, now);
}

/** Those of `wanted` that may be seen. */
export function narrow(visible: readonly string[] | null, wanted: readonly string[]): readonly string[] {
  if (visible === null) return wanted;
  const seen = new Set(visible);
  return wanted.filter((id) => seen.has(id));
}

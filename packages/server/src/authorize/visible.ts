// What a caller may see: whatever it may get. The account itself is no secret to whoever is signed in.
import { check, type Resource, type ResourceType } from "@remit/policy";
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

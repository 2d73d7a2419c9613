// What a custom role may name: what exists and its writer may see. Anything else reads alike, so that writing a role,
// or asking what it would change, does not tell what exists.
import { type ResourceType, type RolePermission, resourceExists } from "@remit/policy";
import { type PolicyView, toResource } from "../authorize/view.ts";
import { isVisible } from "../authorize/visible.ts";

export interface RoleWriter {
  readonly view: PolicyView;
  readonly principalId: string;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/**
 * By wire id. `stored` is the role as it is: what it names already, in this very incarnation, may stay in it, seen or
 * not, or nobody but an Account Owner could edit a role that reaches far.
 */
export function mayBeNamed(
  { view, principalId, nowMs }: RoleWriter,
  stored: readonly RolePermission[],
): (type: ResourceType, id: string) => boolean {
  const named = new Set(
    stored.flatMap(({ resourceType, resourceIds }) => resourceIds.map((id) => `${resourceType} ${id}`)),
  );
  return (type, id) => {
    // The account has one id; an entry may name it, but nothing else.
    if (type === "accounts") return id === view.account;
    const resource = toResource(view, type, id);
    if (named.has(`${type} ${resource.id}`)) return resourceExists(view.snapshot, type, resource.id);
    return isVisible(view, principalId, resource, nowMs);
  };
}

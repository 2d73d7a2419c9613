// Scopes and reasons with the names that clients know instead of uids.
import type { Reason, Resource, Scope } from "@remit/policy";
import { type PolicyView, toWireId } from "../authorize/view.ts";

export function toWireResource(view: PolicyView, resource: Resource): Resource {
  return { type: resource.type, id: toWireId(view, resource) };
}

export function toWireScope(view: PolicyView, scope: Scope): Scope {
  return scope.kind === "resource" ? { kind: "resource", resource: toWireResource(view, scope.resource) } : scope;
}

export function toWireReason(view: PolicyView, reason: Reason): Reason {
  return { ...reason, scope: toWireScope(view, reason.scope) };
}

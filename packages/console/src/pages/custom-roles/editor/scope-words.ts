// Scopes in words, with names where ids say nothing.
import { isResourceType, type ResourceType, type Scope } from "@remit/policy";
import type { ResourceRef } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { useResourceNames } from "../../../data/resources.ts";
import { nouns } from "../draft/offer.ts";
import { toScope } from "../draft/role-preview.ts";

/** The name of a resource, or its id where it has none that the caller may see. */
export type Names = (type: ResourceType, id: string) => string;

export function useNames(): Names {
  const projects = useResourceNames("projects");
  const endpoints = useResourceNames("nexus-endpoints");
  const roles = useResourceNames("custom-roles");
  return (type, id) => {
    if (type === "projects") return projects(id);
    if (type === "nexus-endpoints") return endpoints(id);
    return type === "custom-roles" ? roles(id) : id;
  };
}

export function describeScopeOf(scope: Scope, names: Names): string {
  if (scope.kind === "all") return scope.type === "accounts" ? "the account" : `all ${nouns[scope.type].many}`;
  if (scope.kind === "project") return `${nouns.projects.one} ${names("projects", scope.project)} and what lies in it`;
  const { type, id } = scope.resource;
  return type === "accounts" ? "the account" : `${nouns[type].one} ${names(type, id)}`;
}

export function describeWireScope(ref: ResourceRef | undefined, allOfType: boolean, names: Names): string {
  const { resourceType = "", resourceId = "" } = ref ?? {};
  const scope = toScope(resourceType, resourceId, allOfType);
  return scope === null || !isResourceType(resourceType)
    ? `${resourceType} ${resourceId}`
    : describeScopeOf(scope, names);
}

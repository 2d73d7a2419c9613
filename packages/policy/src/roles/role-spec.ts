// A custom role as it is on the wire, and its normal form.
import { typeNumber } from "../compiled/vocabulary.ts";
import type { ResourceType, RolePermission } from "../types.ts";

/** CustomRoleSpec of the Cloud Ops API; field names as in TypeScript messages. */
export interface RoleSpec {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly RoleSpecPermission[];
}

/** Every action on every resource in scope. */
export interface RoleSpecPermission {
  readonly actions: readonly string[];
  readonly resources?: RoleSpecResources | undefined;
}

/** Exactly one of `resourceIds` and `allowAll` is set in a valid role. */
export interface RoleSpecResources {
  readonly resourceType: string;
  readonly resourceIds: readonly string[];
  readonly allowAll: boolean;
}

/** The normal form: the order of permissions is kept; actions and ids are sets, in the order of first appearance. */
export function normaliseRole(spec: RoleSpec): RoleSpec {
  return {
    name: spec.name,
    description: spec.description,
    permissions: spec.permissions.map(({ actions, resources }) => ({
      actions: [...new Set(actions)],
      resources: {
        resourceType: resources?.resourceType ?? "",
        resourceIds: [...new Set(resources?.resourceIds ?? [])],
        allowAll: resources?.allowAll ?? false,
      },
    })),
  };
}

/** Whether a string is one of the six resource types, spelt as on the wire. */
export function isResourceType(type: string): type is ResourceType {
  return typeNumber(type) >= 0;
}

/** The permissions of a spec as the policy core takes them. Entries whose type is unknown are left out. */
export function toRolePermissions(spec: RoleSpec): RolePermission[] {
  return normaliseRole(spec).permissions.flatMap(({ actions, resources }) => {
    if (!resources || !isResourceType(resources.resourceType)) return [];
    const { resourceType, resourceIds, allowAll } = resources;
    return [{ actions, resourceType, resourceIds, allowAll }];
  });
}

// The strict check of a custom role on the wire. Every error names its field, so that a client can point at it.
import { typeNames } from "../compiled/vocabulary.ts";
import { limits as defaultLimits, type PolicyLimits, roleNamePattern } from "../limits.ts";
import { findPermission, nearestOperation } from "../permissions/catalogue.ts";
import { nearest } from "../permissions/nearest.ts";
import type { ResourceType } from "../types.ts";
import { isResourceType, type RoleSpec, type RoleSpecPermission, type RoleSpecResources } from "./role-spec.ts";

/** One thing that is wrong with a role; `field` is a path such as `spec.permissions[2].actions[0]`. */
export interface RoleError {
  readonly field: string;
  readonly message: string;
}

/** What validity depends on besides the role itself. */
export interface RoleContext {
  readonly limits?: PolicyLimits;
  /** Whether a resource exists; ids of resources that do not exist are refused. */
  readonly exists: (type: ResourceType, id: string) => boolean;
}

/** Everything that is wrong with a role, in the order of its fields; empty when it is valid. */
export function validateRole(spec: RoleSpec, { limits = defaultLimits, exists }: RoleContext): RoleError[] {
  return [
    ...validateName(spec.name, limits),
    ...validateDescription(spec.description, limits),
    ...validateCount(spec.permissions.length, limits),
    ...spec.permissions.flatMap((permission, index) =>
      validatePermission(permission, `spec.permissions[${index}]`, limits, exists),
    ),
  ];
}

function validateName(name: string, { roleNameLength }: PolicyLimits): RoleError[] {
  const field = "spec.name";
  if (name === "") return [{ field, message: "must not be empty" }];
  if (isOver(name.length, roleNameLength))
    return [{ field, message: `must have at most ${roleNameLength} characters` }];
  return roleNamePattern.test(name) ? [] : [{ field, message: "may only have letters, digits, '_' and '-'" }];
}

/** A limit of 0 is none. */
const isOver = (count: number, limit: number): boolean => limit !== 0 && count > limit;

/** Code points, so that a character outside the basic plane counts as one. */
const countCharacters = (text: string): number => Array.from(text).length;

function validateDescription(description: string, { roleDescriptionLength }: PolicyLimits): RoleError[] {
  if (!isOver(countCharacters(description), roleDescriptionLength)) return [];
  return [{ field: "spec.description", message: `must have at most ${roleDescriptionLength} characters` }];
}

function validateCount(count: number, { permissionsPerRole, permissionsPerRoleMin }: PolicyLimits): RoleError[] {
  const field = "spec.permissions";
  if (count < permissionsPerRoleMin)
    return [{ field, message: `must have at least ${permissionsPerRoleMin} permission` }];
  if (isOver(count, permissionsPerRole))
    return [{ field, message: `must have at most ${permissionsPerRole} permissions` }];
  return [];
}

function validatePermission(
  { actions, resources }: RoleSpecPermission,
  field: string,
  limits: PolicyLimits,
  exists: RoleContext["exists"],
): RoleError[] {
  const errors: RoleError[] = [];
  if (actions.length < limits.actionsPerPermissionMin) {
    errors.push({ field: `${field}.actions`, message: `must have at least ${limits.actionsPerPermissionMin} action` });
  }
  if (!resources) return [...errors, { field: `${field}.resources`, message: "must be set" }];
  const type = resources.resourceType;
  return [
    ...errors,
    ...validateActions(actions, type, field),
    ...validateResources(resources, `${field}.resources`, exists),
  ];
}

/** Looking for what a name may have meant costs far more than the name: a list of wrong ones is not told to its end. */
const actionsTold = 20;

function validateActions(actions: readonly string[], type: string, field: string): RoleError[] {
  const errors: RoleError[] = [];
  for (const [index, action] of actions.entries()) {
    if (errors.length === actionsTold) break;
    errors.push(...validateAction(action, type, `${field}.actions[${index}]`));
  }
  return errors;
}

function validateAction(action: string, type: string, field: string): RoleError[] {
  const row = findPermission(action);
  if (row === undefined) return [{ field, message: unknownAction(action) }];
  if (!row.grantable) return [{ field, message: `action cannot be granted: ${action}: ${row.reasonNotGrantable}` }];
  if (!isResourceType(type) || row.resourceTypes.includes(type)) return [];
  const reason = row.refusedOn[type] ?? `it is valid for ${row.resourceTypes.join(" and ")}`;
  return [{ field, message: `invalid action: ${action} for resource type: ${type}: ${reason}` }];
}

function unknownAction(action: string): string {
  const near = nearestOperation(action);
  return `unknown action: ${action}${near ? `; did you mean ${near}?` : ""}`;
}

function validateResources(resources: RoleSpecResources, field: string, exists: RoleContext["exists"]): RoleError[] {
  const { resourceType, resourceIds, allowAll } = resources;
  const errors = validateType(resourceType, `${field}.resource_type`);
  if (allowAll && resourceIds.length > 0) {
    return [...errors, { field, message: "only one of allow_all and resource_ids may be set" }];
  }
  if (!allowAll && resourceIds.length === 0) {
    return [...errors, { field, message: "one of allow_all and resource_ids must be set" }];
  }
  if (!isResourceType(resourceType)) return errors;
  return resourceIds.flatMap((id, index) =>
    exists(resourceType, id)
      ? []
      : [{ field: `${field}.resource_ids[${index}]`, message: `no such resource: ${resourceType}/${id}` }],
  );
}

function validateType(type: string, field: string): RoleError[] {
  if (isResourceType(type)) return [];
  const near = nearest(type.replace(/[_ ]/g, "-"), typeNames);
  const hint = near ? `; did you mean ${near}?` : `; valid types are ${typeNames.join(", ")}`;
  return [{ field, message: `invalid resource type: ${type || "(empty)"}${hint}` }];
}

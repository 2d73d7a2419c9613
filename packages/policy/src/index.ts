// Who may do what: the permission catalogue, roles, and decisions over compiled, immutable snapshots.
// Pure: no clock, no I/O, no dependencies. Times are Unix milliseconds and always come from the caller.

export { apply } from "./apply.ts";
export { check } from "./check.ts";
// Snapshots and decisions.
export { compile } from "./compile.ts";
export { resourceExists, type Snapshot } from "./compiled/snapshot.ts";
export {
  remitVocabulary,
  typeNames as resourceTypes,
  type Vocabulary,
  type VocabularyOperation,
} from "./compiled/vocabulary.ts";
export {
  type CoverGap,
  diffGrants,
  diffMembership,
  diffRoleGrants,
  diffUse,
  findCoverGap,
  type GrantDifference,
  isOwnerOnly,
  missingCover,
  notCovered,
} from "./cover.ts";
export { decide, remedyFor } from "./decide.ts";
export { diffMove, type Movable } from "./diff-move.ts";
export { diffRole, type HolderChange } from "./diff-role.ts";
export { explain, type Question, renderDecision, renderReason, renderScope } from "./explain.ts";
// Authority as grants, and the cover rule.
export {
  type EffectivePermission,
  effectivePermissions,
  grantsOfAccess,
  grantsOfPrincipal,
  grantsOfRole,
  permissionsOfGroup,
} from "./grants.ts";
export { limits, type PolicyLimits, roleNamePattern } from "./limits.ts";
export { isAllowedOnAll, listAllowed } from "./list-allowed.ts";
// Plain lookups.
export {
  accessOfPrincipal,
  customRolesOfPrincipal,
  directHoldersOfRole,
  groupsOfPrincipal,
  isActive,
  principalName,
  projectsOf,
  rolesWith,
} from "./lookup.ts";
// The catalogue and the predefined roles.
export {
  findPermission,
  isDataPlane,
  isOperation,
  nearestOperation,
  type Operation,
  permissions,
} from "./permissions/catalogue.ts";
export { nearest } from "./permissions/nearest.ts";
export type { Permission, PermissionKind } from "./permissions/permission.ts";
export { endOfRole, holdersOfAccountRole, holdersOfRole, holdsAccountRole } from "./role-holders.ts";
export {
  accountRoles,
  accountRolesWeakestFirst,
  ownerOnlyAccountRoles,
  type PredefinedRole,
} from "./roles/account-roles.ts";
export { importRole, type RoleImport } from "./roles/import-role.ts";
export { namespacePermissions, namespacePermissionsWeakestFirst } from "./roles/namespace-permissions.ts";
export { type PredefinedProjectRole, projectRoles, projectRolesWeakestFirst } from "./roles/project-roles.ts";
// Custom roles on the wire.
export {
  isResourceType,
  normaliseRole,
  type RoleSpec,
  type RoleSpecPermission,
  type RoleSpecResources,
  toRolePermissions,
} from "./roles/role-spec.ts";
export { type RoleContext, type RoleError, validateRole } from "./roles/validate-role.ts";
export { accessOfGroup } from "./sources.ts";
// Data in and out.
export type * from "./types.ts";
export { whoCan } from "./who-can.ts";

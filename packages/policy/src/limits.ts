// Documented limits on roles and principals, as defaults. Every one can be configured by the caller.
// Source: Temporal's public limits and custom-roles pages.

/** Limits on custom roles and on who holds them. All are counts unless they end in Length (UTF-16 code units). */
export interface PolicyLimits {
  readonly customRolesPerAccount: number;
  readonly customRolesPerPrincipal: number;
  readonly permissionsPerRole: number;
  readonly permissionsPerRoleMin: number;
  readonly actionsPerPermissionMin: number;
  readonly roleNameLength: number;
  readonly roleDescriptionLength: number;
  readonly usersPerAccount: number;
  readonly projectsPerAccount: number;
  readonly namespacesPerAccount: number;
  readonly groupNameLengthMin: number;
  readonly groupNameLengthMax: number;
}

/** The defaults. Ids and actions per permission are documented as unlimited. */
export const limits: PolicyLimits = {
  customRolesPerAccount: 25,
  customRolesPerPrincipal: 10,
  permissionsPerRole: 20,
  permissionsPerRoleMin: 1,
  actionsPerPermissionMin: 1,
  roleNameLength: 64,
  roleDescriptionLength: 256,
  usersPerAccount: 300,
  projectsPerAccount: 5,
  namespacesPerAccount: 10,
  groupNameLengthMin: 3,
  groupNameLengthMax: 64,
};

/** What a custom role's name may hold; its length is limited apart. */
export const roleNamePattern = /^[A-Za-z0-9_-]+$/;

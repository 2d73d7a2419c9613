// A second, naive implementation of the decision, written from the rules alone. It shares nothing with the core but the
// types: no tables, no numbers, no snapshot. Slow on purpose; the differential test compares the two.
import type {
  Access,
  Child,
  Grant,
  ImpliedAccess,
  PolicyData,
  Resource,
  ResourceType,
  RolePermission,
} from "../src/types.ts";
import {
  allOperations,
  boundAccountOperations,
  isGrantable,
  levelHoldsDataPlane,
  remitForEveryone,
  remitForMetrics,
  roleFacts,
  typesOf,
} from "./facts.ts";

/** May the principal do the operation on the resource? */
export function referenceCheck(
  data: PolicyData,
  principalId: string,
  operation: string,
  resource: Resource,
  now: number,
): boolean {
  const principal = data.principals.findLast(({ id }) => id === principalId);
  if (!principal?.active) return false;
  if (!typesOf(operation).includes(resource.type) || !exists(data, resource)) return false;
  const groups = principal.kind === "user" ? principal.groups : [];
  const accesses = [
    principal.access,
    ...groups.flatMap((id) => data.groups.findLast((group) => group.id === id)?.access ?? []),
  ];
  return accesses.some((access) => accessAllows(data, access, operation, resource, now));
}

/** The existing resources of a type on which the principal may do it. */
export function referenceList(data: PolicyData, principal: string, operation: string, type: ResourceType, now: number) {
  return resourcesOf(data, type).filter((id) => referenceCheck(data, principal, operation, { type, id }, now));
}

/** The principals who may do it. */
export function referenceWhoCan(data: PolicyData, operation: string, resource: Resource, now: number) {
  const ids = new Set(data.principals.map(({ id }) => id));
  return [...ids].filter((id) => referenceCheck(data, id, operation, resource, now));
}

/**
 * Does the actor hold all that a grant gives, now, for as long as it lasts, and for what is made later? Asked of the
 * policy with one new project, and one new resource of each type in each project, that no grant can name.
 */
export function referenceCovers(data: PolicyData, actor: string, grant: Grant, now: number): boolean {
  const future = withNewResources(data);
  const moment = grant.expiresAt == null ? Number.MAX_VALUE : Math.max(now, grant.expiresAt - 1);
  const targets = reachedBy(future, grant);
  return (
    targets.length > 0 && targets.every((target) => referenceCheck(future, actor, grant.operation, target, moment))
  );
}

/** The resources, existing in this data, on which a grant gives its operation. */
export function reachedBy(data: PolicyData, { operation, scope }: Grant): Resource[] {
  const all = typesOf(operation).flatMap((type) => resourcesOf(data, type).map((id): Resource => ({ type, id })));
  if (scope.kind === "all")
    return all.filter((resource) => lineage(data, resource).some((up) => up.type === scope.type));
  const top: Resource = scope.kind === "project" ? { type: "projects", id: scope.project } : scope.resource;
  // Something that is gone can only be covered by whoever holds all of its kind.
  if (!exists(data, top)) return reachedBy(data, { operation, scope: { kind: "all", type: top.type } });
  if (scope.kind === "resource") return all.filter((resource) => same(resource, top));
  return all.filter((resource) => lineage(data, resource).some((up) => same(up, top)));
}

function accessAllows(data: PolicyData, access: Access, operation: string, resource: Resource, now: number): boolean {
  return (
    accountRoleAllows(access.accountRole, operation) ||
    access.namespaces.some((entry) => levelAllows(entry.permission, entry.namespace, operation, resource)) ||
    access.projects.some((entry) => projectRoleAllows(data, entry.role, entry.project, operation, resource)) ||
    access.implied.some(
      ({ gives, expiresAt }) =>
        (expiresAt === null || now < expiresAt) && impliedAllows(data, gives, operation, resource),
    ) ||
    access.customRoles.some((id) => customRoleAllows(data, id, operation, resource))
  );
}

function impliedAllows(data: PolicyData, gives: ImpliedAccess, operation: string, resource: Resource): boolean {
  if (gives.kind === "custom-role") return customRoleAllows(data, gives.customRole, operation, resource);
  return gives.kind === "project-access"
    ? projectRoleAllows(data, gives.role, gives.project, operation, resource)
    : levelAllows(gives.permission, gives.namespace, operation, resource);
}

function customRoleAllows(data: PolicyData, id: string, operation: string, resource: Resource): boolean {
  const role = data.customRoles.findLast((one) => one.id === id);
  return role?.permissions.some((entry) => entryAllows(data, entry, operation, resource)) ?? false;
}

function accountRoleAllows(role: string | null, operation: string): boolean {
  if (role === null) return false;
  if (role === "owner") return allOperations.includes(operation);
  if (role === "admin")
    return allOperations.includes(operation) && !/^cloud\.(customrole|billingreport)\./.test(operation);
  if (remitForEveryone.includes(operation)) return role in roleFacts.accountRoles;
  if (remitForMetrics.includes(operation)) return role === "metrics_read";
  const listed = roleFacts.accountRoles[role]?.includes(operation) ?? false;
  const floor =
    ["cloud.serviceaccount.get", "cloud.serviceaccount.list"].includes(operation) && role !== "metrics_read";
  const inherited = role === "developer" && (roleFacts.projectRoles.developer?.operations.includes(operation) ?? false);
  return role in roleFacts.accountRoles && (listed || floor || inherited);
}

function levelAllows(level: string, namespace: string, operation: string, resource: Resource): boolean {
  return resource.type === "namespaces" && resource.id === namespace && levelHolds(level, operation);
}

function levelHolds(level: string | null, operation: string): boolean {
  if (level === null || !(level in roleFacts.namespacePermissions)) return false;
  if (levelHoldsDataPlane(level, operation)) return true;
  if (boundAccountOperations.includes(operation)) return level === "admin";
  return roleFacts.namespacePermissions[level]?.includes(operation) ?? false;
}

function projectRoleAllows(
  data: PolicyData,
  role: string,
  project: string,
  operation: string,
  resource: Resource,
): boolean {
  if (!lineage(data, resource).some((up) => up.type === "projects" && up.id === project)) return false;
  const facts = roleFacts.projectRoles[role];
  if (!facts) return false;
  if (facts.operations.includes(operation)) return true;
  if (role === "admin" && boundAccountOperations.includes(operation)) return true;
  return resource.type === "namespaces" && levelHolds(facts.namespaceAccessInProject, operation);
}

function entryAllows(data: PolicyData, entry: RolePermission, operation: string, resource: Resource): boolean {
  if (!entry.actions.includes(operation) || !isGrantable(operation)) return false;
  if (!typesOf(operation).includes(entry.resourceType)) return false;
  return lineage(data, resource).some(
    (up) => up.type === entry.resourceType && (entry.allowAll || entry.resourceIds.includes(up.id)),
  );
}

/** The resource, its project if that exists, and the account. */
function lineage(data: PolicyData, resource: Resource): Resource[] {
  const project = childrenOf(data, resource.type).findLast(({ id }) => id === resource.id)?.project;
  return [
    resource,
    ...(project !== undefined && data.projects.includes(project) ? [{ type: "projects" as const, id: project }] : []),
    ...(resource.type === "accounts" ? [] : [{ type: "accounts" as const, id: data.account }]),
  ];
}

function exists(data: PolicyData, { type, id }: Resource): boolean {
  return resourcesOf(data, type).includes(id);
}

function resourcesOf(data: PolicyData, type: ResourceType): string[] {
  if (type === "accounts") return [data.account];
  if (type === "projects") return [...new Set(data.projects)];
  if (type === "custom-roles") return [...new Set(data.customRoles.map(({ id }) => id))];
  return [...new Set(childrenOf(data, type).map(({ id }) => id))];
}

function childrenOf(data: PolicyData, type: ResourceType): readonly Child[] {
  if (type === "namespaces") return data.namespaces;
  if (type === "nexus-endpoints") return data.nexusEndpoints;
  return type === "connectivity-rules" ? data.connectivityRules : [];
}

function withNewResources(data: PolicyData): PolicyData {
  const projects = [...data.projects, "a new project"];
  const grow = (children: readonly Child[]): Child[] => [
    ...children,
    ...projects.map((project) => ({ id: `new in ${project}`, project })),
  ];
  return {
    ...data,
    projects,
    namespaces: grow(data.namespaces),
    nexusEndpoints: grow(data.nexusEndpoints),
    connectivityRules: grow(data.connectivityRules),
    customRoles: [...data.customRoles, { id: "a new role", name: "new", permissions: [] }],
  };
}

function same(a: Resource, b: Resource): boolean {
  return a.type === b.type && a.id === b.id;
}

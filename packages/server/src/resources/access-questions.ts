// Why, why not, who, where, and what would change: the questions of remit.v1.AccessService, answered by the policy
// core from one view. What a caller may not see is answered as if it did not exist.

import { fromBinary } from "@bufbuild/protobuf";
import {
  check,
  type Decision,
  decide,
  diffRoleGrants,
  diffRole as diffRoleHolders,
  type EffectivePermission,
  effectivePermissions as effectiveOf,
  findPermission,
  type Grant,
  isResourceType,
  listAllowed as listAllowedIds,
  nearestOperation,
  normaliseRole,
  permissionsOfGroup,
  type Resource,
  type ResourceType,
  type RolePermission,
  renderDecision,
  resourceExists,
  toRolePermissions,
  validateRole,
  whoCan as whoCanIds,
} from "@remit/policy";
import type { DiffRoleRequest, PrincipalRef, ResourceRef } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import {
  type CustomRoleSpec,
  CustomRoleSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { toResource, toWireId } from "../authorize/view.ts";
import { isVisible } from "../authorize/visible.ts";
import { invalidField, notFound, quote } from "../errors.ts";
import { readCustomRole } from "../store/custom-roles.ts";
import { type Page, parsePage, toPage } from "../store/paging.ts";
import { toPolicyRole } from "../store/policy-data.ts";
import { readUserGroup } from "../store/user-groups.ts";
import type { Call, Deps } from "./call.ts";
import { namePrincipals, type PrincipalName, resolvePrincipal } from "./principals.ts";
import { mayBeNamed } from "./role-resources.ts";
import { toWireReason, toWireResource } from "./wire-scope.ts";

export interface Explanation {
  readonly principal: PrincipalName;
  readonly decision: Decision;
  readonly text: string;
}

export async function explainAccess(
  deps: Deps,
  call: Call,
  request: { principal?: PrincipalRef | undefined; operation: string; resource?: ResourceRef | undefined },
): Promise<Explanation> {
  const operation = requireOperation(request.operation);
  const principal = await resolvePrincipal(deps, call, request.principal);
  const { type, id, resource } = requireResource(call, request.resource);
  const decision = decide(call.view.snapshot, principal.id, operation, resource, call.now.getTime());
  const shown =
    seesAccess(call) || isVisible(call.view, call.caller?.principalId ?? "", resource, call.now.getTime())
      ? inWireNames(call, decision)
      : hideExistence(call, decision, { type, id }, operation);
  const asked = { type, id: id === "" ? call.view.account : id };
  return {
    principal,
    decision: shown,
    text: renderDecision(shown, { principal: principal.name, operation, resource: asked }),
  };
}

export interface Holder {
  readonly principal: PrincipalName;
  readonly decision: Decision;
}

/** By principal id. */
export async function findHolders(
  deps: Deps,
  call: Call,
  request: { operation: string; resource?: ResourceRef | undefined; pageSize: number; pageToken: string },
): Promise<Page<Holder>> {
  const operation = requireOperation(request.operation);
  const { type, id, resource } = requireResource(call, request.resource);
  if (!resourceExists(call.view.snapshot, resource.type, resource.id)) throw notFound(type, id);
  const now = call.now.getTime();
  const page = parsePage(`who-can ${operation} ${type} ${id}`, request.pageSize, request.pageToken);
  const ids = afterKey([...whoCanIds(call.view.snapshot, operation, resource, now)].sort(), page.after?.[0]);
  const cut = toPage(page, ids.slice(0, page.size + 1), (principal) => [principal]);
  const named = await namePrincipals(deps.database.db, cut.items);
  const items = named.map((principal) => ({
    principal,
    decision: inWireNames(call, decide(call.view.snapshot, principal.id, operation, resource, now)),
  }));
  return { items, nextPageToken: cut.nextPageToken };
}

export async function listEffective(
  deps: Deps,
  call: Call,
  ref: PrincipalRef | undefined,
): Promise<{ principal: PrincipalName; entries: EffectivePermission[] }> {
  const principal = await resolvePrincipal(deps, call, ref);
  const entries = effectiveOf(call.view.snapshot, principal.id, call.now.getTime());
  return { principal, entries: entries.map((entry) => toWirePermission(call, entry)) };
}

/** What a member holds through the group alone. @throws RemitError NOT_FOUND */
export async function listGroupPermissions(deps: Deps, call: Call, groupId: string): Promise<EffectivePermission[]> {
  if (groupId === "") throw invalidField("group_id", "is required");
  if ((await readUserGroup(deps.database.db, groupId)) === undefined) throw notFound("user group", groupId);
  const entries = permissionsOfGroup(call.view.snapshot, groupId, call.now.getTime());
  return entries.map((entry) => toWirePermission(call, entry));
}

/** Wire ids, ascending. */
export async function listAllowedResources(
  deps: Deps,
  call: Call,
  request: {
    principal?: PrincipalRef | undefined;
    operation: string;
    resourceType: string;
    pageSize: number;
    pageToken: string;
  },
): Promise<Page<string>> {
  const operation = requireOperation(request.operation);
  const type = requireType(request.resourceType, "resource_type");
  const principal = await resolvePrincipal(deps, call, request.principal);
  const page = parsePage(`allowed ${principal.id} ${operation} ${type}`, request.pageSize, request.pageToken);
  const found = listAllowedIds(call.view.snapshot, principal.id, operation, type, call.now.getTime());
  const ids = found.map((id) => toWireId(call.view, { type, id })).sort();
  return toPage(page, afterKey(ids, page.after?.[0]).slice(0, page.size + 1), (id) => [id]);
}

export interface RoleDifference {
  readonly changes: readonly { principal: PrincipalName; gains: readonly Grant[]; losses: readonly Grant[] }[];
  readonly roleGains: readonly Grant[];
  readonly roleLosses: readonly Grant[];
}

/** What saving the role like this would change. Who holds it is shown to those who administer identities. */
export async function diffCustomRole(deps: Deps, call: Call, request: DiffRoleRequest): Promise<RoleDifference> {
  const { view, now } = call;
  const row = request.roleId === "" ? undefined : await readCustomRole(deps.database.db, request.roleId);
  if (row === undefined && request.roleId !== "") throw notFound("custom role", request.roleId);
  const before =
    row === undefined ? null : toPolicyRole(row.id, fromBinary(CustomRoleSpecSchema, row.spec), row.bindings);
  const after =
    request.spec === undefined ? null : toDraft(deps, call, request.roleId, request.spec, before?.permissions ?? []);
  const { given, taken } = diffRoleGrants(before?.permissions ?? null, after?.permissions ?? null, view.snapshot);
  const holders =
    row === undefined || !seesAccess(call) ? [] : diffRoleHolders(view.snapshot, row.id, after, now.getTime());
  const names = await namePrincipals(
    deps.database.db,
    holders.map(({ principal }) => principal),
  );
  const toWire = (grants: readonly Grant[]): Grant[] => grants.map((grant) => toWireGrant(call, grant));
  return {
    changes: holders.flatMap(({ gains, loses }, index) => {
      const principal = names[index];
      return principal === undefined ? [] : [{ principal, gains: toWire(gains), losses: toWire(loses) }];
    }),
    roleGains: toWire(given),
    roleLosses: toWire(taken),
  };
}

function toDraft(
  deps: Deps,
  { view, caller, now }: Call,
  id: string,
  spec: CustomRoleSpec,
  stored: readonly RolePermission[],
) {
  const exists = mayBeNamed({ view, principalId: caller?.principalId ?? "", nowMs: now.getTime() }, stored);
  const [problem] = validateRole(spec, { limits: deps.limits, exists });
  if (problem !== undefined) throw invalidField(problem.field, problem.message);
  const permissions = toRolePermissions(normaliseRole(spec)).map((permission) => ({
    ...permission,
    resourceIds: permission.resourceIds.map((name) => toResource(view, permission.resourceType, name).id),
  }));
  return { id, name: spec.name, permissions };
}

function requireOperation(operation: string): string {
  if (findPermission(operation) !== undefined) return operation;
  const near = nearestOperation(operation);
  throw invalidField(
    "operation",
    `${quote(operation)} is not an operation${near === null ? "" : `; did you mean ${near}?`}`,
  );
}

function requireType(type: string, field: string): ResourceType {
  if (isResourceType(type)) return type;
  throw invalidField(
    field,
    `${quote(type)} is not one of accounts, projects, namespaces, nexus-endpoints, connectivity-rules, custom-roles`,
  );
}

function requireResource(
  call: Call,
  ref: ResourceRef | undefined,
): { type: ResourceType; id: string; resource: Resource } {
  const type = requireType(ref?.resourceType ?? "", "resource.resource_type");
  const id = ref?.resourceId ?? "";
  if (type !== "accounts" && id === "") throw invalidField("resource.resource_id", "is required");
  return { type, id, resource: toResource(call.view, type, id) };
}

/** Who administers identities sees everybody's access, and with it every resource that somebody holds. */
function seesAccess({ view, caller, now }: Call): boolean {
  return check(
    view.snapshot,
    caller?.principalId ?? "",
    "cloud.user.update",
    { type: "accounts", id: view.account },
    now.getTime(),
  );
}

/** The same denial whether the resource exists or not: no project of it, no "no such resource". */
function hideExistence(call: Call, decision: Decision, { type, id }: Resource, operation: string): Decision {
  if (decision.effect === "allow") return inWireNames(call, decision);
  const permission = findPermission(operation);
  if (permission !== undefined && !permission.resourceTypes.includes(type))
    return { effect: "deny", cause: "operation-does-not-fit-resource", remedy: null };
  const customRole = permission?.grantable
    ? ({ grantable: true, action: operation, resource: { type, id } } as const)
    : ({ grantable: false, reason: permission?.reasonNotGrantable ?? "" } as const);
  return { effect: "deny", cause: "no-grant", remedy: { predefinedRoles: [], customRole } };
}

function inWireNames(call: Call, decision: Decision): Decision {
  if (decision.effect === "allow")
    return { effect: "allow", reasons: decision.reasons.map((reason) => toWireReason(call.view, reason)) };
  if (decision.remedy === null) return decision;
  const { customRole, predefinedRoles } = decision.remedy;
  return {
    ...decision,
    remedy: {
      predefinedRoles: predefinedRoles.map((role) =>
        role.kind === "namespace"
          ? { ...role, namespace: toWireId(call.view, { type: "namespaces", id: role.namespace }) }
          : role,
      ),
      customRole: customRole.grantable
        ? { ...customRole, resource: toWireResource(call.view, customRole.resource) }
        : customRole,
    },
  };
}

function toWireGrant({ view }: Call, { operation, scope }: Grant): Grant {
  return {
    operation,
    scope: scope.kind === "resource" ? { kind: "resource", resource: toWireResource(view, scope.resource) } : scope,
  };
}

const toWirePermission = (call: Call, entry: EffectivePermission): EffectivePermission => ({
  ...entry,
  ...toWireGrant(call, entry),
  reasons: entry.reasons.map((reason) => toWireReason(call.view, reason)),
});

const afterKey = (sorted: readonly string[], key: string | undefined): readonly string[] =>
  key === undefined ? sorted : sorted.filter((id) => id > key);

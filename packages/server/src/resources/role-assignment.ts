// Giving somebody a custom role takes more than the right to change them: cloud.customrole.assign on the account.
import { check, resourceExists } from "@remit/policy";
import type { Access } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { permissionDenied } from "../authorize/refusal.ts";
import { invalidField, limitReached, quote } from "../errors.ts";
import type { Mutation } from "./mutation.ts";

const operation = "cloud.customrole.assign";

/**
 * The roles that a request wrote.
 * @throws RemitError INVALID_FIELD for a role that does not exist, LIMIT_REACHED
 */
export function requireAssignableRoles({ view, deps }: Mutation, roles: readonly string[], field: string): void {
  const gone = roles.find((id) => !resourceExists(view.snapshot, "custom-roles", id));
  if (gone !== undefined) throw invalidField(field, `there is no custom role ${quote(gone)}`);
  const allowed = deps.limits.customRolesPerPrincipal;
  if (allowed !== 0 && roles.length > allowed) {
    throw limitReached("customRolesPerPrincipal", allowed, "custom roles for one user, group or service account");
  }
}

/**
 * Taking roles away is assigning, too; sending back what is stored is not, or nobody without the right could change
 * anything else about a holder. `before` is undefined for somebody new. @throws RemitError PERMISSION_DENIED
 */
export function requireAssignForChange(
  mutation: Mutation,
  before: Access | undefined,
  after: Access | undefined,
): void {
  const had = before?.accountAccess?.customRoles ?? [];
  const has = after?.accountAccess?.customRoles ?? [];
  if (had.length !== has.length || had.some((id) => !has.includes(id))) requireAssign(mutation);
}

/** @throws RemitError PERMISSION_DENIED */
export function requireAssign({ view, principalId, nowMs }: Mutation): void {
  if (check(view.snapshot, principalId, operation, { type: "accounts", id: view.account }, nowMs)) return;
  throw permissionDenied(operation, "accounts", "");
}

// Takes a custom role that is deleted from everybody who was given it.
import type { Access } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Tx } from "./database.ts";
import { editSpecsNaming, type Touched } from "./spec-holders.ts";

/**
 * Every holder gets a new version. `expected`, the holders that decisions know of, is a part of the answer: a
 * principal that is not active holds roles too, and must not find them again when it is activated.
 */
export async function removeRoleFromHolders(tx: Tx, roleId: string, expected: Touched, now: Date): Promise<Touched> {
  const access = (given: Access): boolean => removeRole(given, roleId);
  const serviceAccount = (spec: { access?: Access | undefined }): boolean =>
    spec.access !== undefined && access(spec.access);
  const found = await editSpecsNaming(tx, roleId, { access, serviceAccount }, now);
  return {
    principals: [...new Set([...expected.principals, ...found.principals])],
    groups: [...new Set([...expected.groups, ...found.groups])],
  };
}

function removeRole({ accountAccess }: Access, roleId: string): boolean {
  if (accountAccess === undefined) return false;
  const kept = accountAccess.customRoles.filter((id) => id !== roleId);
  const changed = kept.length !== accountAccess.customRoles.length;
  accountAccess.customRoles = kept;
  return changed;
}

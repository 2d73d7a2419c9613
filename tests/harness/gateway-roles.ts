// Access on the data plane for tests, as a platform team would give it.
import {
  AccountAccess_Role,
  NamespaceAccess_Permission,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { isGrpcServiceError, ServiceError } from "@temporalio/client";
import type { TestPlane } from "./control-plane.ts";
import { makeServiceAccount, type TestPrincipal } from "./principals.ts";

export type NamespaceLevel = "READ" | "WRITE" | "ADMIN";

/** A service account with a level on one Namespace, and a Reader's account role. */
export const withLevel = (plane: TestPlane, namespace: string, level: NamespaceLevel): Promise<TestPrincipal> =>
  makeServiceAccount(plane, {
    accountAccess: { role: AccountAccess_Role.READ },
    namespaceAccesses: { [namespace]: { permission: NamespaceAccess_Permission[level] } },
  });

let count = 0;

/** A service account that holds these operations on one Namespace, by a custom role alone. */
export async function withOperations(
  plane: TestPlane,
  namespace: string,
  actions: readonly string[],
): Promise<TestPrincipal & { readonly roleId: string }> {
  count += 1;
  const resources = { resourceType: "namespaces", resourceIds: [namespace] };
  const { roleId } = await plane.owner.cloud.createCustomRole({
    spec: { name: `role-${count}-${Date.now()}`, permissions: [{ actions: [...actions], resources }] },
  });
  const principal = await makeServiceAccount(plane, {
    accountAccess: { role: AccountAccess_Role.READ, customRoles: [roleId] },
  });
  return { ...principal, roleId };
}

/** How a call was refused, whatever the SDK wraps it in. @throws Error when it was let through */
export async function refusalOf(call: Promise<unknown>): Promise<{ readonly code: number; readonly details: string }> {
  try {
    await call;
  } catch (error) {
    const cause = error instanceof ServiceError ? error.cause : error;
    if (isGrpcServiceError(cause)) return { code: cause.code, details: cause.details };
    throw error;
  }
  throw new Error("the call was let through");
}

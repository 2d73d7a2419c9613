// Access on the data plane for tests, as a platform team would give it.
import { readFileSync } from "node:fs";
import { fromBinary } from "@bufbuild/protobuf";
import { anyIs, anyUnpack } from "@bufbuild/protobuf/wkt";
import { RetryInfoSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";
import { StatusSchema } from "@remit/protocol/gen/google/rpc/status_pb.ts";
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

/** The roles that docs/gateway.md gives, in examples/gateway-roles. */
export type ExampleRole = "operator" | "reader" | "starter" | "worker";

/** A service account with the operations of that role on one Namespace, where the file has all of them. */
export const withRoleOf = (plane: TestPlane, namespace: string, role: ExampleRole): ReturnType<typeof withOperations> =>
  withOperations(plane, namespace, operationsOf(role));

function operationsOf(role: ExampleRole): string[] {
  const file = new URL(`../../examples/gateway-roles/${role}.json`, import.meta.url);
  const { permissions } = JSON.parse(readFileSync(file, "utf8")) as { permissions: { actions: string[] }[] };
  return permissions.flatMap(({ actions }) => actions);
}

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

export interface Refusal {
  readonly code: number;
  readonly details: string;
  /** When the caller may try again, as it was told; null: it was told nothing. */
  readonly retryMs: number | null;
}

/** How a call was refused, whatever the SDK wraps it in. @throws Error when it was let through */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const refusal = await refusalOrNull(call);
  if (refusal === null) throw new Error("the call was let through");
  return refusal;
}

/** Null: it was let through. */
export async function refusalOrNull(call: Promise<unknown>): Promise<Refusal | null> {
  try {
    await call;
    return null;
  } catch (error) {
    const cause = error instanceof ServiceError ? error.cause : error;
    if (!isGrpcServiceError(cause)) throw error;
    const [status] = cause.metadata.get("grpc-status-details-bin");
    return { code: cause.code, details: cause.details, retryMs: status instanceof Buffer ? readRetryMs(status) : null };
  }
}

function readRetryMs(status: Uint8Array): number | null {
  for (const detail of fromBinary(StatusSchema, status).details) {
    if (!anyIs(detail, RetryInfoSchema)) continue;
    const { seconds = 0n, nanos = 0 } = anyUnpack(detail, RetryInfoSchema)?.retryDelay ?? {};
    return Number(seconds) * 1_000 + nanos / 1_000_000;
  }
  return null;
}

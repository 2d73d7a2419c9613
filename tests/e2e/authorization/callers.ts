// One principal for each predefined role: with that role and nothing else, in the one project and Namespace that are its own.
import {
  AccountAccess_Role,
  NamespaceAccess_Permission,
  OwnerType,
  ProjectAccess_ProjectRole,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { TestPlane } from "../../harness/control-plane.ts";
import { makeUser } from "../../harness/principals.ts";
import { speakGrpc, type Voice } from "../../rpcs/voices.ts";

export type RoleKind = "account" | "namespace" | "project";

/** A role by its kind and its name in the facts. `developer` of projects is only inherited, so nobody can be given it. */
export const roles: readonly { readonly kind: RoleKind; readonly role: string }[] = [
  ...["owner", "admin", "developer", "finance_admin", "read", "metrics_read"].map((role) => ({
    kind: "account" as const,
    role,
  })),
  ...["admin", "write", "read"].map((role) => ({ kind: "namespace" as const, role })),
  ...["admin", "write", "read", "contribute", "list", "member"].map((role) => ({ kind: "project" as const, role })),
];

export interface MatrixCaller {
  readonly kind: RoleKind;
  readonly role: string;
  readonly userId: string;
  /** A key of its own, and the operation that made it. */
  readonly keyId: string;
  readonly operationId: string;
  readonly voice: Voice;
}

export async function makeCallers(plane: TestPlane, namespace: string, project: string): Promise<MatrixCaller[]> {
  const made: MatrixCaller[] = [];
  for (const { kind, role } of roles) {
    const user = await makeUser(plane, accessOf(kind, role, namespace, project));
    const spec = { ownerId: user.id, ownerType: OwnerType.USER, displayName: "its own" };
    const { keyId, asyncOperation } = await user.cloud.createApiKey({ spec });
    const voice = speakGrpc({ url: plane.url, key: user.key });
    made.push({ kind, role, userId: user.id, keyId, operationId: asyncOperation?.id ?? "", voice });
  }
  return made;
}

function accessOf(kind: RoleKind, role: string, namespace: string, project: string) {
  const name = role.toUpperCase();
  if (kind === "account")
    return { accountAccess: { role: AccountAccess_Role[name as keyof typeof AccountAccess_Role] } };
  if (kind === "namespace") {
    const permission = NamespaceAccess_Permission[name as keyof typeof NamespaceAccess_Permission];
    return { namespaceAccesses: { [namespace]: { permission } } };
  }
  const projectRole = ProjectAccess_ProjectRole[name as keyof typeof ProjectAccess_ProjectRole];
  return { projectAccesses: { [project]: { role: projectRole } } };
}

// API keys and service accounts are administered by scope: whose key, which service account, bound to what.
import type { Message } from "@bufbuild/protobuf";
import type { ServiceAccountSpec } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Reader } from "../store/database.ts";
import type { Target } from "./methods.ts";
import { readPath } from "./request-path.ts";
import { type PolicyView, toWireId } from "./view.ts";

export interface Ownership {
  /** The principal that the key or service account is or belongs to; "" when it does not exist. */
  readonly principalId: string;
  readonly kind: "user" | "serviceaccount";
  readonly scope: "account" | "namespace" | "project";
  /** The wire id of the namespace or project of a scoped service account. */
  readonly scopeId: string;
}

const nobody: Ownership = { principalId: "", kind: "user", scope: "account", scopeId: "" };

type OwnedTarget = Extract<Target, { on: "api-key" | "api-key-owner" | "service-account" | "new-service-account" }>;

export async function readOwnership(
  reader: Reader,
  view: PolicyView,
  target: OwnedTarget,
  message: Message,
): Promise<Ownership> {
  switch (target.on) {
    case "new-service-account":
      return ownershipOfNew((message as unknown as Record<string, ServiceAccountSpec | undefined>)[target.spec]);
    case "service-account":
      return ownershipOfPrincipal(reader, view, readPath(message, target.id));
    case "api-key-owner":
      return ownershipOfPrincipal(reader, view, readPath(message, target.id));
    case "api-key": {
      const id = readPath(message, target.id);
      const key = await reader.selectFrom("api_keys").select("owner_id").where("id", "=", id).executeTakeFirst();
      return ownershipOfPrincipal(reader, view, key?.owner_id ?? "");
    }
  }
}

function ownershipOfNew(spec: ServiceAccountSpec | undefined): Ownership {
  const shape = { principalId: "", kind: "serviceaccount" } as const;
  if (spec?.namespaceScopedAccess !== undefined)
    return { ...shape, scope: "namespace", scopeId: spec.namespaceScopedAccess.namespace };
  if (spec?.projectScopedAccess !== undefined)
    return { ...shape, scope: "project", scopeId: spec.projectScopedAccess.projectId };
  return { ...shape, scope: "account", scopeId: "" };
}

async function ownershipOfPrincipal(reader: Reader, view: PolicyView, id: string): Promise<Ownership> {
  if (id === "") return nobody;
  const account = await reader
    .selectFrom("service_accounts")
    .select(["scope", "scope_id"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (account === undefined) return { ...nobody, principalId: id };
  const scopeId =
    account.scope === "namespace" ? toWireId(view, { type: "namespaces", id: account.scope_id }) : account.scope_id;
  return { principalId: id, kind: "serviceaccount", scope: account.scope, scopeId };
}

// What a service account is bound to: exactly one of three accesses says it, and it never changes.
import type { ServiceAccountSpec } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { NamespaceAccess_Permission } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { invalidField, quote } from "../errors.ts";
import type { ServiceAccountRow } from "../store/service-accounts.ts";
import {
  normaliseNamespaceAccess,
  prepareAccess,
  requireNamespaceAccesses,
  requireProjectRole,
  requireVisible,
} from "./access.ts";
import { requireEnum } from "./checks.ts";
import type { Mutation } from "./mutation.ts";

export interface Binding {
  readonly scope: ServiceAccountRow["scope"];
  /** The namespace's uid or the project's id; empty for scope "account". */
  readonly scopeId: string;
}

/** Makes the spec's access canonical in place. @throws RemitError INVALID_FIELD */
export function requireBinding(mutation: Mutation, spec: ServiceAccountSpec): Binding {
  const given = [spec.access, spec.namespaceScopedAccess, spec.projectScopedAccess].filter(
    (access) => access !== undefined,
  );
  if (given.length !== 1) {
    throw invalidField("spec", "exactly one of access, namespace_scoped_access, project_scoped_access is required");
  }
  if (spec.namespaceScopedAccess !== undefined) return requireNamespaceBinding(mutation, spec.namespaceScopedAccess);
  if (spec.projectScopedAccess !== undefined) return requireProjectBinding(mutation, spec.projectScopedAccess);
  prepareAccess(mutation, spec.access);
  return { scope: "account", scopeId: "" };
}

function requireNamespaceBinding(
  mutation: Mutation,
  { namespace, access }: NonNullable<ServiceAccountSpec["namespaceScopedAccess"]>,
): Binding {
  const field = "spec.namespace_scoped_access";
  requireVisible(mutation, "namespaces", namespace, `${field}.namespace`);
  if (access === undefined) throw invalidField(`${field}.access`, "is required");
  normaliseNamespaceAccess(access, `${field}.access`);
  requireEnum(NamespaceAccess_Permission, access.permission, `${field}.access.permission`);
  return { scope: "namespace", scopeId: mutation.view.namespacesById.get(namespace)?.uid ?? "" };
}

function requireProjectBinding(
  mutation: Mutation,
  { projectId, access, namespaceAccesses }: NonNullable<ServiceAccountSpec["projectScopedAccess"]>,
): Binding {
  const field = "spec.project_scoped_access";
  requireVisible(mutation, "projects", projectId, `${field}.project_id`);
  if (access !== undefined) requireProjectRole(access, `${field}.access`);
  for (const [id, entry] of Object.entries(namespaceAccesses)) {
    const path = `${field}.namespace_accesses[${quote(id)}]`;
    normaliseNamespaceAccess(entry, path);
    if (mutation.view.namespacesById.get(id)?.project !== projectId)
      throw invalidField(path, "is not a namespace of this project");
  }
  requireNamespaceAccesses(mutation, namespaceAccesses, `${field}.namespace_accesses`);
  return { scope: "project", scopeId: projectId };
}

/** @throws RemitError INVALID_FIELD */
export function requireSameBinding({ scope, scopeId }: Binding, row: ServiceAccountRow): void {
  if (scope !== row.scope)
    throw invalidField(
      "spec",
      `the scope of a service account cannot be changed; this one is bound to the ${row.scope}`,
    );
  if (scopeId === row.scope_id) return;
  const field =
    scope === "namespace" ? "spec.namespace_scoped_access.namespace" : "spec.project_scoped_access.project_id";
  throw invalidField(field, "cannot be changed");
}

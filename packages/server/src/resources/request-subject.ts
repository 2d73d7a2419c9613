// What a request for access is about: what it would give, to which incarnation of a thing it is bound, and how it is said.
import { fromBinary } from "@bufbuild/protobuf";
import {
  type ImpliedAccess,
  type NamespacePermission,
  namespacePermissions,
  type ProjectRole,
  projectRoles,
  type Resource,
  resourceExists,
} from "@remit/policy";
import {
  type WantedAccess,
  WantedAccessSchema,
  WantedNamespaceSchema,
} from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import type { PolicyView } from "../authorize/view.ts";
import { failedPrecondition, invalidField } from "../errors.ts";
import type { RequestRow } from "../store/requests.ts";
import { requireText } from "./checks.ts";

export interface Subject {
  readonly kind: "namespace-access" | "project-access" | "custom-role";
  /** One text for one thing at one level, in the words of whoever asks. */
  readonly text: string;
  readonly gives: ImpliedAccess;
  /** Its id is empty when there is no such thing. */
  readonly resource: Resource;
}

const maxIdLength = 255;

/** Says nothing about whether the thing exists: who asks may not be allowed to know. @throws RemitError INVALID_FIELD */
export function toSubject(view: PolicyView, { wanted }: WantedAccess): Subject {
  switch (wanted.case) {
    case "namespaceAccess": {
      const { namespace, permission } = wanted.value;
      requireText(namespace, "access.namespace_access.namespace", { max: maxIdLength });
      if (!Object.hasOwn(namespacePermissions, permission))
        throw oneOf("access.namespace_access.permission", Object.keys(namespacePermissions));
      const uid = view.namespacesById.get(namespace)?.uid ?? "";
      return {
        kind: "namespace-access",
        text: `${permission} on namespace ${namespace}`,
        gives: { kind: "namespace-access", namespace: uid, permission: permission as NamespacePermission },
        resource: { type: "namespaces", id: uid },
      };
    }
    case "projectAccess": {
      const { projectId, role } = wanted.value;
      requireText(projectId, "access.project_access.project_id", { max: maxIdLength });
      const names = Object.entries(projectRoles).flatMap(([name, { assignable }]) => (assignable ? [name] : []));
      if (!names.includes(role)) throw oneOf("access.project_access.role", names);
      const id = resourceExists(view.snapshot, "projects", projectId) ? projectId : "";
      return {
        kind: "project-access",
        text: `${role} on project ${projectId}`,
        gives: { kind: "project-access", project: id, role: role as ProjectRole },
        resource: { type: "projects", id },
      };
    }
    case "customRoleId": {
      requireText(wanted.value, "access.custom_role_id", { max: maxIdLength });
      const id = resourceExists(view.snapshot, "custom-roles", wanted.value) ? wanted.value : "";
      return {
        kind: "custom-role",
        text: `custom role ${wanted.value}`,
        gives: { kind: "custom-role", customRole: id },
        resource: { type: "custom-roles", id },
      };
    }
    case undefined:
      throw invalidField("access", "must name a namespace, a project or a custom role");
  }
}

const oneOf = (field: string, names: readonly string[]): Error =>
  invalidField(field, `must be one of ${names.join(", ")}`);

/**
 * What the request would give now. A namesake that was made since is not what was asked for.
 * @throws RemitError FAILED_PRECONDITION
 */
export function requireSameTarget(view: PolicyView, row: RequestRow): ImpliedAccess {
  const { gives, resource } = toSubject(view, fromBinary(WantedAccessSchema, row.wanted));
  if (resource.id !== "" && resource.id === row.target_uid) return gives;
  throw failedPrecondition("what was asked for does not exist, or is not what it was when it was asked for: decline");
}

/** For messages: "write on namespace orders.abc", "a namespace orders in aws-us-east-1". */
export function describeRequest(row: RequestRow): string {
  if (row.kind !== "namespace") return row.subject;
  const { name, region } = fromBinary(WantedNamespaceSchema, row.wanted);
  return `a namespace ${name} in ${region}`;
}

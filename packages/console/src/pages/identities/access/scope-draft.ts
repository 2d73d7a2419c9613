// The scope of a service account and what it holds there, as a form holds them, and back.
import { clone, create } from "@bufbuild/protobuf";
import type { NamespacePermission, ProjectRole } from "@remit/policy";
import {
  type ServiceAccountSpec,
  ServiceAccountSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import {
  fromNamespacePermission,
  fromProjectRole,
  toNamespacePermission,
  toProjectRole,
} from "@remit/protocol/policy-access";
import {
  type AccessDraft,
  emptyDraft,
  fromDraft,
  fromNamespaceLevels,
  mergeDrafts,
  mergeEntries,
  pickChanged,
  toDraft,
  toNamespaceLevels,
} from "./access-draft.ts";

export interface ScopeDraft {
  readonly scope: "account" | "project" | "namespace";
  readonly access: AccessDraft;
  /** Of scope "project" and "namespace". */
  readonly resourceId: string;
  readonly permission: NamespacePermission;
  /** Of scope "project": its role there, and beside it a level on single Namespaces of the project. */
  readonly role: ProjectRole | "none";
  readonly namespaces: AccessDraft["namespaces"];
}

export const emptyScope: ScopeDraft = {
  scope: "account",
  access: emptyDraft,
  resourceId: "",
  permission: "read",
  role: "read",
  namespaces: {},
};

export function toScopeDraft(spec: ServiceAccountSpec | undefined): ScopeDraft {
  const { namespaceScopedAccess: ns, projectScopedAccess: project } = spec ?? {};
  if (ns !== undefined) {
    const permission = toNamespacePermission(ns.access?.permission ?? 0) ?? "read";
    return { ...emptyScope, scope: "namespace", resourceId: ns.namespace, permission };
  }
  if (project !== undefined) {
    const role = toProjectRole(project.access?.role ?? 0) ?? "none";
    const namespaces = toNamespaceLevels(project.namespaceAccesses);
    return { ...emptyScope, scope: "project", resourceId: project.projectId, role, namespaces };
  }
  return { ...emptyScope, access: toDraft(spec?.access) };
}

/** What the form does not show of a stored spec stays as it is. */
export function fromScopeDraft(draft: ScopeDraft, stored?: ServiceAccountSpec): ServiceAccountSpec {
  const spec = stored === undefined ? create(ServiceAccountSpecSchema) : clone(ServiceAccountSpecSchema, stored);
  const made = create(ServiceAccountSpecSchema, {
    ...(draft.scope === "namespace" && {
      namespaceScopedAccess: {
        namespace: draft.resourceId,
        access: { permission: fromNamespacePermission(draft.permission) },
      },
    }),
    ...(draft.scope === "project" && {
      projectScopedAccess: {
        projectId: draft.resourceId,
        ...(draft.role !== "none" && { access: { role: fromProjectRole(draft.role) } }),
        namespaceAccesses: fromNamespaceLevels(draft.namespaces),
      },
    }),
  });
  if (draft.scope === "account") spec.access = fromDraft(draft.access, stored?.access);
  spec.namespaceScopedAccess = made.namespaceScopedAccess;
  spec.projectScopedAccess = made.projectScopedAccess;
  return spec;
}

/** As `mergeDrafts`. The scope itself is for life. */
export const mergeScopes = (base: ScopeDraft, mine: ScopeDraft, theirs: ScopeDraft): ScopeDraft => ({
  ...theirs,
  access: mergeDrafts(base.access, mine.access, theirs.access),
  permission: pickChanged(base.permission, mine.permission, theirs.permission),
  role: pickChanged(base.role, mine.role, theirs.role),
  namespaces: mergeEntries(base.namespaces, mine.namespaces, theirs.namespaces),
});

/** The fields, in the wire's names, at which the forms of service accounts show messages. */
export const serviceAccountFields = [
  "spec.name",
  "spec.description",
  "spec.namespace_scoped_access.namespace",
  "spec.project_scoped_access.project_id",
];

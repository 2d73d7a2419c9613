// An access taken apart into what can be given and taken by itself.
import type { Access, AccountRole, ImpliedGrant, NamespacePermission, ProjectRole } from "@remit/policy";

export type AccessPart =
  | { readonly kind: "account-role"; readonly role: AccountRole }
  | { readonly kind: "custom-role"; readonly id: string }
  | { readonly kind: "namespace"; readonly namespace: string; readonly permission: NamespacePermission }
  | { readonly kind: "project"; readonly project: string; readonly role: ProjectRole }
  | { readonly kind: "implied"; readonly grant: ImpliedGrant };

export function partsOf({ accountRole, customRoles, namespaces, projects, implied }: Access): AccessPart[] {
  const parts: AccessPart[] = [
    ...(accountRole === null ? [] : [{ kind: "account-role", role: accountRole } as const]),
    ...customRoles.map((id) => ({ kind: "custom-role", id }) as const),
    ...namespaces.map((entry) => ({ kind: "namespace", ...entry }) as const),
    ...projects.map((entry) => ({ kind: "project", ...entry }) as const),
    ...implied.map((grant) => ({ kind: "implied", grant }) as const),
  ];
  return [...new Map(parts.map((part) => [partKey(part), part])).values()];
}

const none: Access = { accountRole: null, customRoles: [], namespaces: [], projects: [], implied: [] };

/** The access that consists of one part. */
export function accessOf(part: AccessPart): Access {
  switch (part.kind) {
    case "account-role":
      return { ...none, accountRole: part.role };
    case "custom-role":
      return { ...none, customRoles: [part.id] };
    case "namespace":
      return { ...none, namespaces: [part] };
    case "project":
      return { ...none, projects: [part] };
    case "implied":
      return { ...none, implied: [part.grant] };
  }
}

/** Equal for equal parts only. */
export function partKey(part: AccessPart): string {
  switch (part.kind) {
    case "account-role":
      return `account-role ${part.role}`;
    case "custom-role":
      return `custom-role ${part.id}`;
    case "namespace":
      return `namespace ${part.namespace} ${part.permission}`;
    case "project":
      return `project ${part.project} ${part.role}`;
    case "implied":
      return `implied ${JSON.stringify(part.grant)}`;
  }
}

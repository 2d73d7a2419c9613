// The words of the policy core: what goes in (plain data) and what comes out (decisions with reasons).
// Every id here is an internal uid of one incarnation. Wire ids that can be used again after a delete
// (a namespace's `name.account`) are turned into uids by the caller before they come here.

/** The six resource types, spelt as on the wire. */
export type ResourceType =
  | "accounts"
  | "projects"
  | "namespaces"
  | "nexus-endpoints"
  | "connectivity-rules"
  | "custom-roles";

/** One thing that operations act on. For type "accounts" the id is the account id. */
export interface Resource {
  readonly type: ResourceType;
  readonly id: string;
}

export type AccountRole = "owner" | "admin" | "developer" | "finance_admin" | "read" | "metrics_read";
export type NamespacePermission = "read" | "write" | "admin";
export type ProjectRole = "admin" | "write" | "read" | "contribute" | "list" | "member" | "developer";

/** One entry of a custom role: every action on every resource in scope. */
export interface RolePermission {
  readonly actions: readonly string[];
  readonly resourceType: ResourceType;
  /** All resources of the type in the account, present and future; otherwise exactly `resourceIds`. */
  readonly allowAll: boolean;
  readonly resourceIds: readonly string[];
}

/** What a user, group or service account was given. Nothing in it subtracts. */
export interface Access {
  /** null when the account role is unset ("none"). */
  readonly accountRole: AccountRole | null;
  readonly customRoles: readonly string[];
  readonly namespaces: readonly { readonly namespace: string; readonly permission: NamespacePermission }[];
  readonly projects: readonly { readonly project: string; readonly role: ProjectRole }[];
  /** Grants that the wire's access maps never show: a namespace's creator, and access or a role for a time. */
  readonly implied: readonly ImpliedGrant[];
}

export interface ImpliedGrant {
  readonly kind: "creator" | "temporary";
  readonly gives: ImpliedAccess;
  /** Unix milliseconds; null never ends. Compared with the time of the decision, so no job needs to run to end it. */
  readonly expiresAt: number | null;
}

/** What an implied grant gives, as far as an access map could say it. */
export type ImpliedAccess =
  | { readonly kind: "namespace-access"; readonly namespace: string; readonly permission: NamespacePermission }
  | { readonly kind: "project-access"; readonly project: string; readonly role: ProjectRole }
  | { readonly kind: "custom-role"; readonly customRole: string };

export interface CustomRole {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly RolePermission[];
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly access: Access;
}

export interface Principal {
  readonly id: string;
  readonly kind: "user" | "serviceaccount";
  /** E-mail of a user, name of a service account: for explanations only, never compared. */
  readonly name: string;
  /** A principal that is not active is denied everything. */
  readonly active: boolean;
  readonly access: Access;
  /** Group ids; always empty for a service account. */
  readonly groups: readonly string[];
}

/** A resource that lives in a project; a namespace, endpoint or connectivity rule. */
export interface Child {
  readonly id: string;
  readonly project: string;
}

/** Everything that decisions depend on. */
export interface PolicyData {
  readonly account: string;
  readonly projects: readonly string[];
  readonly namespaces: readonly Child[];
  readonly nexusEndpoints: readonly Child[];
  readonly connectivityRules: readonly Child[];
  readonly customRoles: readonly CustomRole[];
  readonly groups: readonly Group[];
  readonly principals: readonly Principal[];
}

/** One entity as it is now, or its end. A change names what it touches; nothing else is recompiled. */
export type PolicyChange =
  | { readonly kind: "project"; readonly id: string; readonly exists: boolean }
  | {
      readonly kind: "namespace" | "nexus-endpoint" | "connectivity-rule";
      readonly id: string;
      readonly project: string | null;
    }
  | { readonly kind: "custom-role"; readonly id: string; readonly role: CustomRole | null }
  | { readonly kind: "group"; readonly id: string; readonly group: Group | null }
  | { readonly kind: "principal"; readonly id: string; readonly principal: Principal | null };

/** What one grant covers: an operation on everything of a type, on what lies in a project, or on one resource. */
export type Scope =
  | { readonly kind: "all"; readonly type: ResourceType }
  | { readonly kind: "project"; readonly project: string }
  | { readonly kind: "resource"; readonly resource: Resource };

/** One atom of authority, used by the cover rule and by differences. */
export interface Grant {
  readonly operation: string;
  /** `{ kind: "project" }` is the project itself and what lies in it, as far as the operation is valid there. */
  readonly scope: Scope;
  /**
   * When it ends, in Unix milliseconds; null or absent: never. What an actor holds for a time covers only grants that
   * end no later, so that temporary access cannot prolong itself.
   */
  readonly expiresAt?: number | null;
}

/** Why an operation is allowed: one path from the principal to the grant. */
export interface Reason {
  /** Of a creator and of what is temporary, `customRole` and `scope` tell which kind of access it is. */
  readonly kind: "account-role" | "namespace-access" | "project-access" | "custom-role" | "creator" | "temporary";
  /** The predefined role or permission level, or the custom role's name. */
  readonly role: string;
  readonly customRole: string | null;
  /** The group through which it is held. */
  readonly group: { readonly id: string; readonly name: string } | null;
  readonly scope: Scope;
  readonly expiresAt: number | null;
}

/** What would turn a denial into an allow. */
export interface Remedy {
  /** Predefined roles that carry the operation here, the weakest first. */
  readonly predefinedRoles: readonly (
    | { readonly kind: "account"; readonly role: AccountRole }
    | { readonly kind: "namespace"; readonly role: NamespacePermission; readonly namespace: string }
    | { readonly kind: "project"; readonly role: ProjectRole; readonly project: string }
  )[];
  /** The single custom-role entry that would do, or why there is none. */
  readonly customRole:
    | { readonly grantable: true; readonly action: string; readonly resource: Resource }
    | { readonly grantable: false; readonly reason: string };
}

export type DenyCause =
  | "unknown-principal"
  | "inactive-principal"
  | "unknown-operation"
  | "unknown-resource"
  | "operation-does-not-fit-resource"
  | "no-grant";

export type Decision =
  | { readonly effect: "allow"; readonly reasons: readonly Reason[] }
  | { readonly effect: "deny"; readonly cause: DenyCause; readonly remedy: Remedy | null };

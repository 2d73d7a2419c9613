// The words that a policy is compiled against, turned into small integers and bit masks.
// The default is Remit's catalogue; another vocabulary (finer data-plane operations, a benchmark's) runs the same core.
import { permissions } from "../permissions/catalogue.ts";
import { accountRoles } from "../roles/account-roles.ts";
import { namespacePermissions } from "../roles/namespace-permissions.ts";
import { projectRoles } from "../roles/project-roles.ts";
import type { AccountRole, NamespacePermission, ProjectRole, ResourceType } from "../types.ts";

/** One operation, as far as decisions depend on it. */
export interface VocabularyOperation {
  readonly operation: string;
  readonly resourceTypes: readonly ResourceType[];
  readonly grantable: boolean;
  readonly inert: boolean;
}

interface OperationSet {
  readonly operations: ReadonlySet<string>;
}

/** Operations and predefined roles: everything that decisions depend on besides the policy data itself. */
export interface Vocabulary {
  readonly operations: readonly VocabularyOperation[];
  readonly accountRoles: Readonly<Record<AccountRole, OperationSet>>;
  readonly namespacePermissions: Readonly<Record<NamespacePermission, OperationSet>>;
  readonly projectRoles: Readonly<
    Record<ProjectRole, OperationSet & { readonly namespacePermission: NamespacePermission | null }>
  >;
}

/** Remit's own vocabulary: the permission catalogue and the predefined roles. */
export const remitVocabulary: Vocabulary = {
  operations: permissions,
  accountRoles,
  namespacePermissions,
  projectRoles,
};

/** Type numbers. The order is the wire's list of types and must match `typeNames`. */
export const ACCOUNTS = 0;
export const PROJECTS = 1;
export const NAMESPACES = 2;
export const NEXUS_ENDPOINTS = 3;
export const CONNECTIVITY_RULES = 4;
export const CUSTOM_ROLES = 5;

/** The six resource types in the order of their numbers. */
export const typeNames: readonly ResourceType[] = [
  "accounts",
  "projects",
  "namespaces",
  "nexus-endpoints",
  "connectivity-rules",
  "custom-roles",
];

/** Types whose resources lie in a project, as a bit mask. */
export const CHILD_TYPES = (1 << NAMESPACES) | (1 << NEXUS_ENDPOINTS) | (1 << CONNECTIVITY_RULES);
/** A project and all that lies in it, as a bit mask of types. */
export const PROJECT_TYPES = (1 << PROJECTS) | CHILD_TYPES;

/** The number of a resource type, or -1: input may come from outside the type system. */
export function typeNumber(type: string): number {
  switch (type) {
    case "namespaces":
      return NAMESPACES;
    case "accounts":
      return ACCOUNTS;
    case "projects":
      return PROJECTS;
    case "nexus-endpoints":
      return NEXUS_ENDPOINTS;
    case "connectivity-rules":
      return CONNECTIVITY_RULES;
    case "custom-roles":
      return CUSTOM_ROLES;
    default:
      return -1;
  }
}

/** Account roles by number; 0 is "none". */
export const accountRoleNames: readonly (AccountRole | null)[] = [
  null,
  "owner",
  "admin",
  "developer",
  "finance_admin",
  "read",
  "metrics_read",
];
/** Namespace levels by number; 0 is unused so that an unknown level holds nothing. */
export const levelNames: readonly (NamespacePermission | null)[] = [null, "read", "write", "admin"];
/** Project roles by number; 0 is unused so that an unknown role holds nothing. */
export const projectRoleNames: readonly (ProjectRole | null)[] = [
  null,
  "admin",
  "write",
  "read",
  "contribute",
  "list",
  "member",
  "developer",
];

/** A vocabulary as integers. Tables over (role, operation) are flat: `role * size + operation`. */
export interface CompiledVocabulary {
  readonly source: Vocabulary;
  readonly numbers: ReadonlyMap<string, number>;
  readonly names: readonly string[];
  readonly size: number;
  /** 32-bit words in a set of operations. */
  readonly words: number;
  /** By operation: the types it is valid on, as a bit mask. Inert operations are valid on none. */
  readonly types: Uint8Array;
  /** By (account role, operation): types on all of whose resources the role holds it. */
  readonly accountHolds: Uint8Array;
  /** By (Namespace level, operation): 1 when the level holds it. */
  readonly levelHolds: Uint8Array;
  /** By (project role, operation): types, of the project and of what lies in it, on which the role holds it. */
  readonly projectHolds: Uint8Array;
  /** By (type, operation): 1 when a custom-role entry of that type may carry it. */
  readonly entryMayCarry: Uint8Array;
}

/** Turns a vocabulary into tables. */
export function compileVocabulary(source: Vocabulary): CompiledVocabulary {
  const names = source.operations.map((row) => row.operation);
  const size = names.length;
  const types = Uint8Array.from(source.operations, typesOf);
  const table = (rows: readonly unknown[], cell: (row: number, operation: number) => number): Uint8Array =>
    Uint8Array.from({ length: rows.length * size }, (_, at) => cell(Math.floor(at / size), at % size));
  const holds = (set: OperationSet | undefined, operation: number): boolean =>
    set?.operations.has(names[operation] ?? "") ?? false;
  const level = (name: NamespacePermission | null | undefined) =>
    name ? source.namespacePermissions[name] : undefined;
  return {
    source,
    names,
    size,
    numbers: new Map(names.map((name, number) => [name, number])),
    words: Math.ceil(size / 32),
    types,
    accountHolds: table(accountRoleNames, (role, operation) => {
      const name = accountRoleNames[role];
      return name && holds(source.accountRoles[name], operation) ? (types[operation] ?? 0) : 0;
    }),
    levelHolds: table(levelNames, (number, operation) =>
      holds(level(levelNames[number]), operation) && ((types[operation] ?? 0) >> NAMESPACES) & 1 ? 1 : 0,
    ),
    projectHolds: table(projectRoleNames, (number, operation) => {
      const name = projectRoleNames[number];
      if (!name) return 0;
      const role = source.projectRoles[name];
      const direct = holds(role, operation) ? PROJECT_TYPES : 0;
      const inNamespaces = holds(level(role.namespacePermission), operation) ? 1 << NAMESPACES : 0;
      return (direct | inNamespaces) & (types[operation] ?? 0);
    }),
    entryMayCarry: table(typeNames, (type, operation) =>
      source.operations[operation]?.grantable && ((types[operation] ?? 0) >> type) & 1 ? 1 : 0,
    ),
  };
}

function typesOf(row: VocabularyOperation): number {
  if (row.inert) return 0;
  return row.resourceTypes.reduce((mask, type) => mask | (1 << typeNumber(type)), 0);
}

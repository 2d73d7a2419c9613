// A gate in words: on what the operation must be held, whether a custom role can carry it, and which predefined roles do.
import {
  accountRoles,
  accountRolesWeakestFirst,
  namespacePermissions,
  namespacePermissionsWeakestFirst,
  type Operation,
  type Permission,
  projectRoles,
  projectRolesWeakestFirst,
  type ResourceType,
} from "@remit/policy";
import type { Gate } from "./describe-rpcs.ts";

export const resourceNouns: Readonly<Record<ResourceType, string>> = {
  accounts: "the account",
  projects: "the project",
  namespaces: "the Namespace",
  "nexus-endpoints": "the Nexus endpoint",
  "connectivity-rules": "the connectivity rule",
  "custom-roles": "the custom role",
};

/** Local name of a field path → as on the wire. */
const toSnake = (path: string): string => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** On what the operation must be held. Markdown. */
export function targetInWords({ permission, target }: Gate): string {
  switch (target.on) {
    case "anyone":
      return permission === null
        ? "whoever is signed in"
        : "whoever is signed in; the list holds one's own and what one administers";
    case "nobody":
      return "no credential: the request carries it";
    case "account":
      return "the account";
    case "resource":
      return `${resourceNouns[target.type]} in \`${toSnake(target.id)}\``;
    case "resource-if-named":
      return `${resourceNouns[target.type]} in \`${toSnake(target.id)}\`, where it is named`;
    case "project-of-new":
      return `the project in \`${toSnake(target.id)}\`; empty means the default project`;
    case "list-in-project":
      return listInWords(target.id);
    case "api-key":
    case "api-key-owner":
      return `the owner of the key: oneself, or the account; for a service account bound to a Namespace or project, that too (\`${toSnake(target.id)}\`)`;
    case "service-account":
    case "new-service-account":
      return `the account; for a service account bound to a Namespace or project, that too (\`${toSnake("id" in target ? target.id : target.spec)}\`)`;
    case "async-operation":
      return "the account; whoever started the operation needs nothing";
    case "access-of":
      return target.principal === "" ? "the account" : "the account; about oneself, nothing is needed";
  }
}

function listInWords(path: string): string {
  const anywhere = "the account or any one project; the list holds the items that the caller may get";
  return path === "" ? anywhere : `the project in \`${toSnake(path)}\`; empty: ${anywhere}`;
}

/** Why a custom role may or may not carry it; `null` for gates without an operation. */
export function grantableInWords({ permission }: Gate): string | null {
  if (permission === null) return null;
  return permission.grantable
    ? `yes, on ${permission.resourceTypes.join(", ")}`
    : `no: ${permission.reasonNotGrantable}`;
}

/** The predefined roles that carry an operation where they can have an effect, the weakest first, as `account:developer`. */
export function predefinedRolesWith({ operation, resourceTypes }: Permission<Operation>): string[] {
  const inProject = resourceTypes.some((type) => type !== "accounts" && type !== "custom-roles");
  const inNamespace = resourceTypes.includes("namespaces");
  const levels = namespacePermissionsWeakestFirst.filter((level) =>
    namespacePermissions[level].operations.has(operation),
  );
  const projects = projectRolesWeakestFirst.filter((role) => projectCarries(role, operation));
  const accounts = accountRolesWeakestFirst.filter((role) => accountRoles[role].operations.has(operation));
  return [
    ...(inNamespace ? levels.map((level) => `namespace:${level}`) : []),
    ...(inProject ? projects.map((role) => `project:${role}`) : []),
    ...accounts.map((role) => `account:${role}`),
  ];
}

function projectCarries(role: keyof typeof projectRoles, operation: Operation): boolean {
  const { operations, namespacePermission, assignable } = projectRoles[role];
  if (!assignable) return false;
  if (operations.has(operation)) return true;
  return namespacePermission !== null && namespacePermissions[namespacePermission].operations.has(operation);
}

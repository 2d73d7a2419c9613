// Every operation that Remit knows, as one list. To add one, add a row to the file of its family.
import { accountPermissions } from "./account.ts";
import { customRolePermissions } from "./custom-role.ts";
import { dataPlanePermissions } from "./data-plane.ts";
import { identityPermissions } from "./identity.ts";
import { migrationPermissions } from "./migration.ts";
import { namespacePermissions } from "./namespace.ts";
import { nearest } from "./nearest.ts";
import { networkPermissions } from "./network.ts";
import type { Permission } from "./permission.ts";
import { projectPermissions } from "./project.ts";
import { remitPermissions } from "./remit.ts";

const rows = [
  ...accountPermissions,
  ...customRolePermissions,
  ...identityPermissions,
  ...migrationPermissions,
  ...namespacePermissions,
  ...networkPermissions,
  ...projectPermissions,
  ...remitPermissions,
  ...dataPlanePermissions,
] as const;

/** The name of every known operation. */
export type Operation = (typeof rows)[number]["operation"];

/** The whole catalogue, by family. */
export const permissions: readonly Permission<Operation>[] = rows;

const byName = new Map<string, Permission<Operation>>(permissions.map((row) => [row.operation, row]));
const grantableNames = permissions.filter((row) => row.grantable).map((row) => row.operation);

/** The catalogue row of an operation, or undefined when the name is unknown. Names are case-sensitive. */
export function findPermission(name: string): Permission<Operation> | undefined {
  return byName.get(name);
}

/** Narrows a string to a known operation. */
export function isOperation(name: string): name is Operation {
  return byName.has(name);
}

/** Whether a name is that of an operation inside a Namespace, on a Temporal server. */
export function isDataPlane(name: string): boolean {
  return byName.get(name)?.plane === "data";
}

/** The grantable operation whose name is closest to a misspelt one, or null when nothing is close. */
export function nearestOperation(name: string): Operation | null {
  return nearest(name, grantableNames) as Operation | null;
}

// The Namespace itself, as a server shows it. Its life cycle is the control plane's: `cloud.namespace.*`.
import { dataPlanePermission } from "./data-plane-permission.ts";

export const dataPlaneNamespacePermissions = [
  dataPlanePermission("temporal.namespace.describe", "read", "See the Namespace on its server; clients and workers do"),
  dataPlanePermission("temporal.searchattribute.add", "admin", "Add custom search attributes on the server"),
  dataPlanePermission("temporal.searchattribute.list", "read", "List search attributes"),
  dataPlanePermission("temporal.searchattribute.remove", "admin", "Remove custom search attributes on the server"),
] as const;

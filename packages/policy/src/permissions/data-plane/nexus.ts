// Nexus operations that were started on their own. Endpoints are the control plane's, Nexus tasks a worker's.
import { dataPlanePermission } from "./data-plane-permission.ts";

export const nexusPermissions = [
  dataPlanePermission("temporal.nexus.cancel", "write", "Ask a Nexus operation to cancel"),
  dataPlanePermission("temporal.nexus.count", "read", "Count Nexus operations"),
  dataPlanePermission("temporal.nexus.delete", "write", "Delete a Nexus operation"),
  dataPlanePermission("temporal.nexus.describe", "read", "See one Nexus operation"),
  dataPlanePermission("temporal.nexus.getResult", "read", "Wait for the result of a Nexus operation"),
  dataPlanePermission("temporal.nexus.list", "read", "List Nexus operations"),
  dataPlanePermission("temporal.nexus.start", "write", "Start a Nexus operation, outside a workflow"),
  dataPlanePermission("temporal.nexus.terminate", "write", "End a Nexus operation at once"),
] as const;

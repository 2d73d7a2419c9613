// Batch operations on many workflows.
import { dataPlanePermission } from "./data-plane-permission.ts";

export const batchPermissions = [
  dataPlanePermission("temporal.batch.describe", "read", "See how far a batch operation is"),
  dataPlanePermission("temporal.batch.list", "read", "List batch operations"),
  // By itself no way around `temporal.workflow.terminate` and its like: what the batch does must be held, too.
  dataPlanePermission("temporal.batch.start", "write", "Start a batch operation on all workflows of a query"),
  // On the gateway this needs `temporal.workflow.terminate`, too: a server terminates whatever workflow has the id.
  dataPlanePermission("temporal.batch.stop", "write", "Stop a batch operation"),
] as const;

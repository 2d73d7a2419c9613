// Workflow executions.
import { dataPlanePermission } from "./data-plane-permission.ts";

export const workflowPermissions = [
  dataPlanePermission("temporal.workflow.cancel", "write", "Ask a workflow to cancel itself"),
  dataPlanePermission("temporal.workflow.count", "read", "Count workflows, by query"),
  dataPlanePermission("temporal.workflow.delete", "write", "Delete a workflow with its history"),
  dataPlanePermission("temporal.workflow.describe", "read", "See one workflow's state, pending work and options"),
  dataPlanePermission("temporal.workflow.getUpdateResult", "read", "Wait for the outcome of an update by its id"),
  dataPlanePermission(
    "temporal.workflow.history",
    "read",
    "Read a workflow's history, payloads and result; workers need it for long histories",
  ),
  dataPlanePermission("temporal.workflow.list", "read", "List workflows, open, closed and archived, by query"),
  dataPlanePermission("temporal.workflow.pause", "write", "Pause a workflow and let it go on"),
  dataPlanePermission("temporal.workflow.query", "read", "Query a workflow"),
  dataPlanePermission("temporal.workflow.reset", "write", "Reset a workflow to an earlier point of its history"),
  dataPlanePermission("temporal.workflow.signal", "write", "Signal a running workflow"),
  // Apart from start and from signal: it reaches a running workflow as well as a new one.
  dataPlanePermission(
    "temporal.workflow.signalWithStart",
    "write",
    "Signal a workflow, and start it first when it is not running",
  ),
  dataPlanePermission("temporal.workflow.start", "write", "Start a workflow"),
  dataPlanePermission("temporal.workflow.terminate", "write", "End a workflow at once, without its consent"),
  dataPlanePermission("temporal.workflow.update", "write", "Send an update to a running workflow"),
  dataPlanePermission("temporal.workflow.updateOptions", "write", "Change a workflow's options, such as its version"),
  dataPlanePermission(
    "temporal.workflow.updateWithStart",
    "write",
    "Send an update to a workflow, and start it first when it is not running",
  ),
] as const;

// Activities: those of workflows, and those that were started on their own.
import { dataPlanePermission } from "./data-plane-permission.ts";

export const activityPermissions = [
  dataPlanePermission("temporal.activity.cancel", "write", "Ask an activity that was started on its own to cancel"),
  // Whoever knows the ids can finish the activity of any workflow; a worker answers with the token of its task instead.
  dataPlanePermission(
    "temporal.activity.complete",
    "write",
    "Heartbeat, complete, fail or cancel an activity by its id, from outside a worker",
  ),
  dataPlanePermission("temporal.activity.count", "read", "Count activities that were started on their own"),
  dataPlanePermission("temporal.activity.delete", "write", "Delete an activity that was started on its own"),
  dataPlanePermission("temporal.activity.describe", "read", "See one activity that was started on its own"),
  dataPlanePermission("temporal.activity.getResult", "read", "Wait for the result of one started on its own"),
  dataPlanePermission("temporal.activity.list", "read", "List activities that were started on their own"),
  dataPlanePermission("temporal.activity.pause", "write", "Pause an activity and let it go on"),
  dataPlanePermission("temporal.activity.reset", "write", "Begin the attempts of an activity anew"),
  dataPlanePermission("temporal.activity.start", "write", "Start an activity on its own, outside a workflow"),
  dataPlanePermission("temporal.activity.terminate", "write", "End one started on its own at once"),
  dataPlanePermission("temporal.activity.updateOptions", "write", "Change an activity's timeouts and retry policy"),
] as const;

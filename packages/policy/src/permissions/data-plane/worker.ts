// Workers. A worker needs poll, respond and report, `temporal.namespace.describe` when it starts, and
// `temporal.workflow.history` when a history is too long for its task.
import { dataPlanePermission } from "./data-plane-permission.ts";

export const workerPermissions = [
  dataPlanePermission("temporal.worker.count", "read", "Count workers"),
  dataPlanePermission("temporal.worker.describe", "read", "See one worker and its last heartbeat"),
  dataPlanePermission("temporal.worker.getConfig", "read", "Ask a worker for its settings"),
  dataPlanePermission("temporal.worker.list", "read", "List workers"),
  dataPlanePermission("temporal.worker.poll", "write", "Take workflow, activity and Nexus tasks from task queues"),
  dataPlanePermission("temporal.worker.report", "write", "Report a worker's heartbeat, its shutdown and its cache"),
  dataPlanePermission("temporal.worker.respond", "write", "Answer tasks, and heartbeat while working on them"),
  dataPlanePermission("temporal.worker.updateConfig", "write", "Change the settings of running workers"),
] as const;

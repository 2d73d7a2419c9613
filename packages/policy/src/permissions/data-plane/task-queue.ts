// Task queues. Their versioning is the older one, by build id; the newer one is that of worker deployments.
import { dataPlanePermission } from "./data-plane-permission.ts";

export const taskQueuePermissions = [
  dataPlanePermission("temporal.taskqueue.describe", "read", "See a task queue's pollers, backlog and partitions"),
  dataPlanePermission("temporal.taskqueue.getVersioning", "read", "See a queue's build ids, rules and reachability"),
  dataPlanePermission("temporal.taskqueue.updateConfig", "write", "Change a task queue's rate limits and fairness"),
  dataPlanePermission("temporal.taskqueue.updateVersioning", "write", "Change a task queue's build ids and rules"),
] as const;

// What is done inside a Namespace, by SDKs, the CLI and the UI: every namespace-scoped call of WorkflowService and
// OperatorService leads to exactly one of these, but for the life cycle of Namespaces, which is the control plane's.
// Finer than the levels, so that a custom role may say "operator without terminate", "worker only" or "starter only".
import { activityPermissions } from "./data-plane/activity.ts";
import { batchPermissions } from "./data-plane/batch.ts";
import { deploymentPermissions } from "./data-plane/deployment.ts";
import { dataPlaneNamespacePermissions } from "./data-plane/namespace.ts";
import { nexusPermissions } from "./data-plane/nexus.ts";
import { rulePermissions } from "./data-plane/rule.ts";
import { schedulePermissions } from "./data-plane/schedule.ts";
import { taskQueuePermissions } from "./data-plane/task-queue.ts";
import { workerPermissions } from "./data-plane/worker.ts";
import { workflowPermissions } from "./data-plane/workflow.ts";

export const dataPlanePermissions = [
  ...activityPermissions,
  ...batchPermissions,
  ...dataPlaneNamespacePermissions,
  ...deploymentPermissions,
  ...nexusPermissions,
  ...rulePermissions,
  ...schedulePermissions,
  ...taskQueuePermissions,
  ...workerPermissions,
  ...workflowPermissions,
] as const;

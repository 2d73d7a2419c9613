// The data plane as data: every method of WorkflowService and OperatorService → the operation that gates it and the
// access that Temporal's own server asks for. What a request's fields reach beyond that stands in reach.ts. A test
// walks the pinned descriptors and fails on a missing row and on a row too many. What is not here is refused.
import type { Operation } from "@remit/policy";

/** What Temporal's default authorizer wants to see in a token; each includes the one before it. */
export type Level = "read" | "write" | "admin";

export type Row =
  /** Inside one Namespace, which the request names. */
  | { readonly kind: "namespace"; readonly operation: Operation; readonly level: Level }
  /** About the whole server, and answered by the gateway for whoever is signed in. */
  | { readonly kind: "cluster-read" }
  /** Done through the control plane, which knows who may and keeps the desired state. */
  | { readonly kind: "control-plane"; readonly instead: string };

const read = (operation: Operation): Row => ({ kind: "namespace", operation, level: "read" });
const write = (operation: Operation): Row => ({ kind: "namespace", operation, level: "write" });
const admin = (operation: Operation): Row => ({ kind: "namespace", operation, level: "admin" });
const clusterRead: Row = { kind: "cluster-read" };
const elsewhere = (instead: string): Row => ({ kind: "control-plane", instead });
const namespaceLifeCycle = elsewhere("`temporal cloud namespace` or the console");
const nexusEndpoints = elsewhere("`temporal cloud nexus endpoint` or the console");
const servers = elsewhere("the configuration of Remit's Temporal servers");

/** temporal.api.workflowservice.v1.WorkflowService */
export const workflowMethods: Readonly<Record<string, Row>> = {
  // the Namespace and the server
  RegisterNamespace: namespaceLifeCycle,
  DescribeNamespace: read("temporal.namespace.describe"),
  ListNamespaces: clusterRead,
  UpdateNamespace: namespaceLifeCycle,
  DeprecateNamespace: namespaceLifeCycle,
  GetSearchAttributes: clusterRead,
  GetClusterInfo: clusterRead,
  GetSystemInfo: clusterRead,
  // workflows
  StartWorkflowExecution: write("temporal.workflow.start"),
  ExecuteMultiOperation: write("temporal.workflow.updateWithStart"),
  GetWorkflowExecutionHistory: read("temporal.workflow.history"),
  GetWorkflowExecutionHistoryReverse: read("temporal.workflow.history"),
  RequestCancelWorkflowExecution: write("temporal.workflow.cancel"),
  SignalWorkflowExecution: write("temporal.workflow.signal"),
  SignalWithStartWorkflowExecution: write("temporal.workflow.signalWithStart"),
  ResetWorkflowExecution: write("temporal.workflow.reset"),
  TerminateWorkflowExecution: write("temporal.workflow.terminate"),
  DeleteWorkflowExecution: write("temporal.workflow.delete"),
  ListOpenWorkflowExecutions: read("temporal.workflow.list"),
  ListClosedWorkflowExecutions: read("temporal.workflow.list"),
  ListWorkflowExecutions: read("temporal.workflow.list"),
  ListArchivedWorkflowExecutions: read("temporal.workflow.list"),
  ScanWorkflowExecutions: read("temporal.workflow.list"),
  CountWorkflowExecutions: read("temporal.workflow.count"),
  QueryWorkflow: read("temporal.workflow.query"),
  DescribeWorkflowExecution: read("temporal.workflow.describe"),
  UpdateWorkflowExecution: write("temporal.workflow.update"),
  PollWorkflowExecutionUpdate: read("temporal.workflow.getUpdateResult"),
  PollWorkflowExecutionTimeSkipping: read("temporal.workflow.describe"),
  UpdateWorkflowExecutionOptions: write("temporal.workflow.updateOptions"),
  PauseWorkflowExecution: write("temporal.workflow.pause"),
  UnpauseWorkflowExecution: write("temporal.workflow.pause"),
  // workers
  PollWorkflowTaskQueue: write("temporal.worker.poll"),
  PollActivityTaskQueue: write("temporal.worker.poll"),
  PollNexusTaskQueue: write("temporal.worker.poll"),
  RespondWorkflowTaskCompleted: write("temporal.worker.respond"),
  RespondWorkflowTaskFailed: write("temporal.worker.respond"),
  RecordActivityTaskHeartbeat: write("temporal.worker.respond"),
  RespondActivityTaskCompleted: write("temporal.worker.respond"),
  RespondActivityTaskFailed: write("temporal.worker.respond"),
  RespondActivityTaskCanceled: write("temporal.worker.respond"),
  RespondQueryTaskCompleted: write("temporal.worker.respond"),
  RespondNexusTaskCompleted: write("temporal.worker.respond"),
  RespondNexusTaskFailed: write("temporal.worker.respond"),
  ResetStickyTaskQueue: write("temporal.worker.report"),
  ShutdownWorker: write("temporal.worker.report"),
  RecordWorkerHeartbeat: write("temporal.worker.report"),
  ListWorkers: read("temporal.worker.list"),
  CountWorkers: read("temporal.worker.count"),
  DescribeWorker: read("temporal.worker.describe"),
  FetchWorkerConfig: read("temporal.worker.getConfig"),
  UpdateWorkerConfig: write("temporal.worker.updateConfig"),
  // activities
  RecordActivityTaskHeartbeatById: write("temporal.activity.complete"),
  RespondActivityTaskCompletedById: write("temporal.activity.complete"),
  RespondActivityTaskFailedById: write("temporal.activity.complete"),
  RespondActivityTaskCanceledById: write("temporal.activity.complete"),
  UpdateActivityOptions: write("temporal.activity.updateOptions"),
  PauseActivity: write("temporal.activity.pause"),
  UnpauseActivity: write("temporal.activity.pause"),
  ResetActivity: write("temporal.activity.reset"),
  StartActivityExecution: write("temporal.activity.start"),
  DescribeActivityExecution: read("temporal.activity.describe"),
  PollActivityExecution: read("temporal.activity.getResult"),
  ListActivityExecutions: read("temporal.activity.list"),
  CountActivityExecutions: read("temporal.activity.count"),
  RequestCancelActivityExecution: write("temporal.activity.cancel"),
  TerminateActivityExecution: write("temporal.activity.terminate"),
  DeleteActivityExecution: write("temporal.activity.delete"),
  PauseActivityExecution: write("temporal.activity.pause"),
  ResetActivityExecution: write("temporal.activity.reset"),
  UnpauseActivityExecution: write("temporal.activity.pause"),
  UpdateActivityExecutionOptions: write("temporal.activity.updateOptions"),
  // Nexus operations
  StartNexusOperationExecution: write("temporal.nexus.start"),
  DescribeNexusOperationExecution: read("temporal.nexus.describe"),
  PollNexusOperationExecution: read("temporal.nexus.getResult"),
  ListNexusOperationExecutions: read("temporal.nexus.list"),
  CountNexusOperationExecutions: read("temporal.nexus.count"),
  RequestCancelNexusOperationExecution: write("temporal.nexus.cancel"),
  TerminateNexusOperationExecution: write("temporal.nexus.terminate"),
  DeleteNexusOperationExecution: write("temporal.nexus.delete"),
  // task queues
  DescribeTaskQueue: read("temporal.taskqueue.describe"),
  ListTaskQueuePartitions: read("temporal.taskqueue.describe"),
  UpdateWorkerBuildIdCompatibility: write("temporal.taskqueue.updateVersioning"),
  GetWorkerBuildIdCompatibility: read("temporal.taskqueue.getVersioning"),
  UpdateWorkerVersioningRules: write("temporal.taskqueue.updateVersioning"),
  GetWorkerVersioningRules: read("temporal.taskqueue.getVersioning"),
  GetWorkerTaskReachability: read("temporal.taskqueue.getVersioning"),
  UpdateTaskQueueConfig: write("temporal.taskqueue.updateConfig"),
  // schedules
  CreateSchedule: write("temporal.schedule.create"),
  DescribeSchedule: read("temporal.schedule.describe"),
  UpdateSchedule: write("temporal.schedule.update"),
  PatchSchedule: write("temporal.schedule.patch"),
  ListScheduleMatchingTimes: read("temporal.schedule.describe"),
  DeleteSchedule: write("temporal.schedule.delete"),
  ListSchedules: read("temporal.schedule.list"),
  CountSchedules: read("temporal.schedule.count"),
  // deployments
  DescribeDeployment: read("temporal.deployment.describe"),
  ListDeployments: read("temporal.deployment.list"),
  GetDeploymentReachability: read("temporal.deployment.describe"),
  GetCurrentDeployment: read("temporal.deployment.describe"),
  SetCurrentDeployment: write("temporal.deployment.setCurrent"),
  DescribeWorkerDeploymentVersion: read("temporal.deployment.describe"),
  SetWorkerDeploymentCurrentVersion: write("temporal.deployment.setCurrent"),
  DescribeWorkerDeployment: read("temporal.deployment.describe"),
  DeleteWorkerDeployment: write("temporal.deployment.delete"),
  DeleteWorkerDeploymentVersion: write("temporal.deployment.delete"),
  SetWorkerDeploymentRampingVersion: write("temporal.deployment.setRamping"),
  ListWorkerDeployments: read("temporal.deployment.list"),
  CreateWorkerDeployment: write("temporal.deployment.create"),
  CreateWorkerDeploymentVersion: write("temporal.deployment.create"),
  UpdateWorkerDeploymentVersionComputeConfig: write("temporal.deployment.updateCompute"),
  ValidateWorkerDeploymentVersionComputeConfig: read("temporal.deployment.validateCompute"),
  UpdateWorkerDeploymentVersionMetadata: write("temporal.deployment.updateMetadata"),
  SetWorkerDeploymentManager: write("temporal.deployment.setManager"),
  // batch operations and workflow rules
  StartBatchOperation: write("temporal.batch.start"),
  StopBatchOperation: write("temporal.batch.stop"),
  DescribeBatchOperation: read("temporal.batch.describe"),
  ListBatchOperations: read("temporal.batch.list"),
  CreateWorkflowRule: write("temporal.rule.create"),
  DescribeWorkflowRule: read("temporal.rule.describe"),
  DeleteWorkflowRule: write("temporal.rule.delete"),
  ListWorkflowRules: read("temporal.rule.list"),
  TriggerWorkflowRule: write("temporal.rule.trigger"),
};

/** temporal.api.operatorservice.v1.OperatorService */
export const operatorMethods: Readonly<Record<string, Row>> = {
  AddSearchAttributes: admin("temporal.searchattribute.add"),
  RemoveSearchAttributes: admin("temporal.searchattribute.remove"),
  ListSearchAttributes: read("temporal.searchattribute.list"),
  DeleteNamespace: namespaceLifeCycle,
  AddOrUpdateRemoteCluster: servers,
  RemoveRemoteCluster: servers,
  ListClusters: servers,
  GetNexusEndpoint: nexusEndpoints,
  CreateNexusEndpoint: nexusEndpoints,
  UpdateNexusEndpoint: nexusEndpoints,
  DeleteNexusEndpoint: nexusEndpoints,
  ListNexusEndpoints: nexusEndpoints,
};

/** Full name of the service → its methods. */
export const services = {
  "temporal.api.workflowservice.v1.WorkflowService": workflowMethods,
  "temporal.api.operatorservice.v1.OperatorService": operatorMethods,
} as const;

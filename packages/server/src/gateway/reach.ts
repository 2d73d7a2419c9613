// What a request reaches beyond what its method's name says, by field. Whoever holds a method's operation must not do
// through its fields what an operation of its own stands for, and must not reach another Namespace, or Temporal's own
// workflows, at all. A test walks the pinned descriptors: a field of a request that looks like such a way and has no
// row here fails the build. Keys are the API's names without `temporal.api.`.
import type { Operation } from "@remit/policy";

export type FieldRule =
  /** The Namespace of the request; in a request inside another one it must be the same. */
  | { readonly is: "namespace" }
  /** The Namespace that a command acts on; empty means the one of the request. */
  | { readonly is: "target" }
  | { readonly is: "namespace-id" }
  | { readonly is: "task-token" }
  /** Name of a workflow, a workflow type or a task queue: in a write never one of Temporal's own. */
  | { readonly is: "name" }
  /** Name of a Nexus endpoint, which leads into another Namespace. */
  | { readonly is: "endpoint" }
  /** A list filter that chooses what is written to. */
  | { readonly is: "query" }
  /** A number that chooses what happens: fine, needs an operation too, or unknown and refused. */
  | { readonly is: "choice"; readonly fine: readonly number[]; readonly needs: Readonly<Record<number, Operation>> }
  /** Needs the operation too when true. */
  | { readonly is: "flag"; readonly needs: Operation }
  /** Needs the operation too when it is there at all; a text when it is not empty. */
  | { readonly is: "present"; readonly needs: Operation }
  /** Nobody sends it; refused. */
  | { readonly is: "forbidden" }
  /** Looks like a way to somewhere and is none, with the reason. */
  | { readonly is: "harmless"; readonly why: string };

const namespace = { is: "namespace" } as const;
const target = { is: "target" } as const;
const taskToken = { is: "task-token" } as const;
const name = { is: "name" } as const;
const endpoint = { is: "endpoint" } as const;
const present = (needs: Operation): FieldRule => ({ is: "present", needs });
const flag = (needs: Operation): FieldRule => ({ is: "flag", needs });
const harmless = (why: string): FieldRule => ({ is: "harmless", why });

const terminate = "temporal.workflow.terminate";
/** TERMINATE_IF_RUNNING ends the workflow that has the id. */
const reusePolicy: FieldRule = { is: "choice", fine: [0, 1, 2, 3], needs: { 4: terminate } };
/** TERMINATE_EXISTING does the same. */
const conflictPolicy: FieldRule = { is: "choice", fine: [0, 1, 2], needs: { 3: terminate } };
/** CANCEL_OTHER and TERMINATE_OTHER end the workflow that an earlier time of the schedule started. */
const overlapPolicy: FieldRule = {
  is: "choice",
  fine: [0, 1, 2, 3, 6],
  needs: { 4: "temporal.workflow.cancel", 5: terminate },
};
/** Nothing else than failing and using the existing one, today; what comes later is refused until it has a row. */
const plainReuse: FieldRule = { is: "choice", fine: [0, 1, 2, 3], needs: {} };
const plainConflict: FieldRule = { is: "choice", fine: [0, 1, 2], needs: {} };
/** What a Nexus handler attaches when it starts something for its caller; and a handler is a worker. */
const callbacks = present("temporal.worker.respond");
const ownChild = harmless("of the caller's own child, which ends with it as its own code says");

const ofItself = harmless("a workflow about itself");
const ownCommands = [
  "start_timer",
  "complete_workflow_execution",
  "fail_workflow_execution",
  "request_cancel_activity_task",
  "cancel_timer",
  "cancel_workflow_execution",
  "record_marker",
  "upsert_workflow_search_attributes",
  "protocol_message",
  "modify_workflow_properties",
  "request_cancel_nexus_operation",
];

/** By message and field. A field of every request, whatever its type, stands under `*`. */
export const fieldRules: Readonly<Record<string, FieldRule>> = {
  "*.namespace": namespace,
  "*.workflow_id": name,
  "*.task_queue": name,
  "*.task_token": taskToken,
  "*.worker_control_task_queue": name,
  "*.next_page_token": harmless("of a list or a history; the server compares it with what the request names"),
  "*.long_poll_token": harmless("the server compares it with what the request names, and does nothing else with it"),
  "*.conflict_token": harmless("says which version of what the request names is meant"),
  "common.v1.WorkflowExecution.workflow_id": name,
  "common.v1.Execution.business_id": name,
  "common.v1.WorkflowType.name": name,
  "taskqueue.v1.TaskQueue.name": name,
  "taskqueue.v1.TaskQueue.normal_name": name,

  "workflowservice.v1.DescribeNamespaceRequest.id": { is: "namespace-id" },

  // Starting. The callbacks of an update, of an activity and of a workflow are alike.
  "workflowservice.v1.StartWorkflowExecutionRequest.workflow_id_reuse_policy": reusePolicy,
  "workflowservice.v1.StartWorkflowExecutionRequest.workflow_id_conflict_policy": conflictPolicy,
  "workflowservice.v1.StartWorkflowExecutionRequest.completion_callbacks": callbacks,
  "workflowservice.v1.SignalWithStartWorkflowExecutionRequest.workflow_id_reuse_policy": reusePolicy,
  "workflowservice.v1.SignalWithStartWorkflowExecutionRequest.workflow_id_conflict_policy": conflictPolicy,
  "workflowservice.v1.StartActivityExecutionRequest.id_reuse_policy": plainReuse,
  "workflowservice.v1.StartActivityExecutionRequest.id_conflict_policy": plainConflict,
  "workflowservice.v1.StartActivityExecutionRequest.completion_callbacks": callbacks,
  "workflowservice.v1.StartNexusOperationExecutionRequest.id_reuse_policy": plainReuse,
  "workflowservice.v1.StartNexusOperationExecutionRequest.id_conflict_policy": plainConflict,
  "workflowservice.v1.StartNexusOperationExecutionRequest.endpoint": endpoint,
  "update.v1.Request.completion_callbacks": callbacks,
  "common.v1.Callback.internal": { is: "forbidden" },
  "common.v1.Callback.nexus": harmless("what the rules above about callbacks are for"),
  "common.v1.Callback.Nexus.url": harmless(
    "the server's own list of allowed addresses decides; whoever may attach one is a worker",
  ),

  // A reset ends the run that it starts from: that is what a reset is. What it does afterwards is more.
  "workflow.v1.PostResetOperation.signal_workflow": present("temporal.workflow.signal"),
  "workflow.v1.PostResetOperation.update_workflow_options": present("temporal.workflow.updateOptions"),

  // A batch does to every workflow of a query what an operation of its own stands for.
  "workflowservice.v1.StartBatchOperationRequest.visibility_query": { is: "query" },
  "workflowservice.v1.StartBatchOperationRequest.job_id": name,
  "workflowservice.v1.StartBatchOperationRequest.termination_operation": present(terminate),
  "workflowservice.v1.StartBatchOperationRequest.signal_operation": present("temporal.workflow.signal"),
  "workflowservice.v1.StartBatchOperationRequest.cancellation_operation": present("temporal.workflow.cancel"),
  "workflowservice.v1.StartBatchOperationRequest.deletion_operation": present("temporal.workflow.delete"),
  "workflowservice.v1.StartBatchOperationRequest.reset_operation": present("temporal.workflow.reset"),
  "workflowservice.v1.StartBatchOperationRequest.update_workflow_options_operation": present(
    "temporal.workflow.updateOptions",
  ),
  "workflowservice.v1.StartBatchOperationRequest.unpause_activities_operation": present("temporal.activity.pause"),
  "workflowservice.v1.StartBatchOperationRequest.reset_activities_operation": present("temporal.activity.reset"),
  "workflowservice.v1.StartBatchOperationRequest.update_activity_options_operation": present(
    "temporal.activity.updateOptions",
  ),
  "workflowservice.v1.StartBatchOperationRequest.cancel_activities_operation": present("temporal.activity.cancel"),
  "workflowservice.v1.StartBatchOperationRequest.terminate_activities_operation":
    present("temporal.activity.terminate"),
  "workflowservice.v1.StartBatchOperationRequest.delete_activities_operation": present("temporal.activity.delete"),
  "batch.v1.BatchOperationUnpauseActivities.reset_attempts": flag("temporal.activity.reset"),
  "batch.v1.BatchOperationUnpauseActivities.reset_heartbeat": flag("temporal.activity.reset"),
  "batch.v1.BatchOperationResetActivities.restore_original_options": flag("temporal.activity.updateOptions"),
  // A batch runs as a workflow whose id is the job's, and to stop it is to terminate the workflow of that id, whatever
  // workflow that is.
  "workflowservice.v1.StopBatchOperationRequest.job_id": present(terminate),
  "workflowservice.v1.DescribeBatchOperationRequest.job_id": harmless("only read"),

  // Activities of workflows.
  "workflowservice.v1.UnpauseActivityRequest.reset_attempts": flag("temporal.activity.reset"),
  "workflowservice.v1.UnpauseActivityRequest.reset_heartbeat": flag("temporal.activity.reset"),
  "workflowservice.v1.ResetActivityRequest.restore_original_options": flag("temporal.activity.updateOptions"),
  "workflowservice.v1.ResetActivityExecutionRequest.restore_original_options": flag("temporal.activity.updateOptions"),

  // A schedule starts workflows in its maker's stead. Who triggers one starts what its maker chose: that is `patch`.
  "workflowservice.v1.CreateScheduleRequest.schedule": present("temporal.workflow.start"),
  "workflowservice.v1.UpdateScheduleRequest.schedule": present("temporal.workflow.start"),
  "schedule.v1.SchedulePolicies.overlap_policy": overlapPolicy,
  "schedule.v1.TriggerImmediatelyRequest.overlap_policy": overlapPolicy,
  "schedule.v1.BackfillRequest.overlap_policy": overlapPolicy,
  "workflow.v1.NewWorkflowExecutionInfo.workflow_id": name,
  "workflow.v1.NewWorkflowExecutionInfo.workflow_id_reuse_policy": reusePolicy,

  // A rule acts in its maker's stead, too; a trigger may carry a rule of its own.
  "rules.v1.WorkflowRuleSpec.visibility_query": { is: "query" },
  "workflowservice.v1.TriggerWorkflowRuleRequest.id": harmless("of a rule whose maker held what it does"),
  "rules.v1.WorkflowRuleAction.activity_pause": present("temporal.activity.pause"),

  // Deployments.
  "workflowservice.v1.SetCurrentDeploymentRequest.update_metadata": present("temporal.deployment.updateMetadata"),
  "workflowservice.v1.CreateWorkerDeploymentVersionRequest.compute_config": present(
    "temporal.deployment.updateCompute",
  ),
  "compute.v1.ComputeProvider.nexus_endpoint": endpoint,

  // What a workflow's code decided, sent by its worker. In the own Namespace a worker is trusted with it.
  "command.v1.RequestCancelExternalWorkflowExecutionCommandAttributes.namespace": target,
  "command.v1.RequestCancelExternalWorkflowExecutionCommandAttributes.workflow_id": name,
  "command.v1.SignalExternalWorkflowExecutionCommandAttributes.namespace": target,
  "command.v1.StartChildWorkflowExecutionCommandAttributes.namespace": target,
  "command.v1.StartChildWorkflowExecutionCommandAttributes.workflow_id": name,
  "command.v1.StartChildWorkflowExecutionCommandAttributes.workflow_id_reuse_policy": reusePolicy,
  "command.v1.StartChildWorkflowExecutionCommandAttributes.parent_close_policy": ownChild,
  "command.v1.ScheduleNexusOperationCommandAttributes.endpoint": endpoint,
  ...Object.fromEntries(ownCommands.map((command) => [`command.v1.Command.${command}_command_attributes`, ofItself])),

  // Workers about themselves.
  "nexus.v1.Link.url": harmless("as any link"),
  "nexus.v1.StartOperationResponse.Async.operation_token": harmless("a handler's own name for what it started"),
  "workflowservice.v1.ShutdownWorkerRequest.sticky_task_queue": name,
  "workflowservice.v1.GetWorkerTaskReachabilityRequest.task_queues": harmless("only read"),
};

/** Commands that act on another Namespace, and what they need there. */
export const actsElsewhere: Readonly<Record<string, Operation>> = {
  "command.v1.RequestCancelExternalWorkflowExecutionCommandAttributes": "temporal.workflow.cancel",
  "command.v1.SignalExternalWorkflowExecutionCommandAttributes": "temporal.workflow.signal",
  "command.v1.StartChildWorkflowExecutionCommandAttributes": "temporal.workflow.start",
};

/** Messages that lead nowhere, whatever they hold, with the reason. */
export const leadNowhere: Readonly<Record<string, string>> = {
  "common.v1.Link": "kept in the history for people to follow; a page shows what is behind it only to who may see it",
  "failure.v1.Failure": "says what happened elsewhere; nothing is done there",
  "common.v1.Payloads": "the application's own",
  "common.v1.Payload": "the application's own",
  "common.v1.Header": "the application's own",
  "common.v1.Memo": "the application's own",
  "common.v1.SearchAttributes": "the application's own",
  "worker.v1.WorkerHeartbeat": "what a worker says of itself",
  "protocol.v1.Message": "an answer to an update of the task's own workflow",
  "query.v1.WorkflowQuery": "the application's own",
  "filter.v1.WorkflowExecutionFilter": "only read",
  "filter.v1.WorkflowTypeFilter": "only read",
};

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  decideCall,
  encode,
  everything,
  operatorService,
  other,
  outcomeOf,
  own,
  pathOf,
  viewWith,
} from "./testing/calls.ts";

interface Case {
  readonly title: string;
  readonly method: string;
  readonly request: object;
  /** The same without what reaches further. */
  readonly plain: object;
  /** Held for the method itself. */
  readonly holds: readonly string[];
  /** Needed besides. */
  readonly needs: readonly string[];
}

const start = { workflowId: "w", workflowType: { name: "T" }, taskQueue: { name: "q" } };
const callback = { completionCallbacks: [{ variant: { case: "nexus", value: { url: "http://x" } } }] };
const batch = (kind: string, value: object = {}) => ({ jobId: "j", operation: { case: kind, value } });
const signalAfter = { postResetOperations: [{ variant: { case: "signalWorkflow", value: { signalName: "s" } } }] };
const optionsAfter = { postResetOperations: [{ variant: { case: "updateWorkflowOptions", value: {} } }] };
const multi = (value: object) => ({
  operations: [
    { operation: { case: "startWorkflow", value: { namespace: own, ...value } } },
    { operation: { case: "updateWorkflow", value: { namespace: own } } },
  ],
});
const batchCase = (kind: string, needs: readonly string[], value?: object): Case => ({
  title: `a batch that carries out ${kind}`,
  method: "StartBatchOperation",
  request: batch(kind, value),
  plain: { jobId: "j" },
  holds: ["temporal.batch.start"],
  needs,
});

/** Requests that reach further than their method's name says. */
const cases: readonly Case[] = [
  {
    title: "a start that terminates the workflow that runs, by reuse policy",
    method: "StartWorkflowExecution",
    request: { ...start, workflowIdReusePolicy: 4 },
    plain: { ...start, workflowIdReusePolicy: 1, requestEagerExecution: true },
    holds: ["temporal.workflow.start"],
    needs: ["temporal.workflow.terminate"],
  },
  {
    title: "a start that terminates the workflow that runs, by conflict policy",
    method: "StartWorkflowExecution",
    request: { ...start, workflowIdConflictPolicy: 3 },
    plain: { ...start, workflowIdConflictPolicy: 2 },
    holds: ["temporal.workflow.start"],
    needs: ["temporal.workflow.terminate"],
  },
  {
    title: "a signal with start that terminates the workflow that runs",
    method: "SignalWithStartWorkflowExecution",
    request: { ...start, workflowIdConflictPolicy: 3 },
    plain: start,
    holds: ["temporal.workflow.signalWithStart"],
    needs: ["temporal.workflow.terminate"],
  },
  {
    title: "an update with start that terminates the workflow that runs",
    method: "ExecuteMultiOperation",
    request: multi({ ...start, workflowIdConflictPolicy: 3 }),
    plain: multi(start),
    holds: ["temporal.workflow.updateWithStart"],
    needs: ["temporal.workflow.terminate"],
  },
  {
    title: "a start with a callback, which only a Nexus handler attaches",
    method: "StartWorkflowExecution",
    request: { ...start, ...callback },
    plain: start,
    holds: ["temporal.workflow.start"],
    needs: ["temporal.worker.respond"],
  },
  {
    title: "an update with a callback",
    method: "UpdateWorkflowExecution",
    request: { workflowExecution: { workflowId: "w" }, request: callback },
    plain: { workflowExecution: { workflowId: "w" }, request: {} },
    holds: ["temporal.workflow.update"],
    needs: ["temporal.worker.respond"],
  },
  {
    title: "an activity with a callback",
    method: "StartActivityExecution",
    request: { activityId: "a", ...callback },
    plain: { activityId: "a" },
    holds: ["temporal.activity.start"],
    needs: ["temporal.worker.respond"],
  },
  {
    title: "a reset that signals afterwards",
    method: "ResetWorkflowExecution",
    request: signalAfter,
    plain: {},
    holds: ["temporal.workflow.reset"],
    needs: ["temporal.workflow.signal"],
  },
  {
    title: "a reset that changes options afterwards",
    method: "ResetWorkflowExecution",
    request: optionsAfter,
    plain: {},
    holds: ["temporal.workflow.reset"],
    needs: ["temporal.workflow.updateOptions"],
  },
  batchCase("terminationOperation", ["temporal.workflow.terminate"]),
  batchCase("signalOperation", ["temporal.workflow.signal"], { signal: "s" }),
  batchCase("cancellationOperation", ["temporal.workflow.cancel"]),
  batchCase("deletionOperation", ["temporal.workflow.delete"]),
  batchCase("resetOperation", ["temporal.workflow.reset"]),
  batchCase("resetOperation", ["temporal.workflow.reset", "temporal.workflow.signal"], signalAfter),
  batchCase("updateWorkflowOptionsOperation", ["temporal.workflow.updateOptions"]),
  batchCase("unpauseActivitiesOperation", ["temporal.activity.pause"]),
  batchCase("unpauseActivitiesOperation", ["temporal.activity.pause", "temporal.activity.reset"], {
    resetAttempts: true,
  }),
  batchCase("resetActivitiesOperation", ["temporal.activity.reset"]),
  batchCase("resetActivitiesOperation", ["temporal.activity.reset", "temporal.activity.updateOptions"], {
    restoreOriginalOptions: true,
  }),
  batchCase("updateActivityOptionsOperation", ["temporal.activity.updateOptions"]),
  batchCase("cancelActivitiesOperation", ["temporal.activity.cancel"]),
  batchCase("terminateActivitiesOperation", ["temporal.activity.terminate"]),
  batchCase("deleteActivitiesOperation", ["temporal.activity.delete"]),
  {
    title: "a stop of a batch, which terminates the workflow of the job's id, whatever workflow that is",
    method: "StopBatchOperation",
    request: { jobId: "any-workflow" },
    plain: {},
    holds: ["temporal.batch.stop"],
    needs: ["temporal.workflow.terminate"],
  },
  {
    title: "an activity that goes on with its attempts anew",
    method: "UnpauseActivity",
    request: { resetAttempts: true },
    plain: { resetAttempts: false },
    holds: ["temporal.activity.pause"],
    needs: ["temporal.activity.reset"],
  },
  {
    title: "a reset of an activity that changes its options back",
    method: "ResetActivity",
    request: { restoreOriginalOptions: true },
    plain: {},
    holds: ["temporal.activity.reset"],
    needs: ["temporal.activity.updateOptions"],
  },
  {
    title: "a new schedule, which starts workflows",
    method: "CreateSchedule",
    request: { scheduleId: "s", schedule: { action: { action: { case: "startWorkflow", value: start } } } },
    plain: { scheduleId: "s" },
    holds: ["temporal.schedule.create"],
    needs: ["temporal.workflow.start"],
  },
  {
    title: "a schedule that terminates what it started earlier",
    method: "UpdateSchedule",
    request: { schedule: { policies: { overlapPolicy: 5 } } },
    plain: { schedule: { policies: { overlapPolicy: 6 } } },
    holds: ["temporal.schedule.update", "temporal.workflow.start"],
    needs: ["temporal.workflow.terminate"],
  },
  {
    title: "a schedule whose workflow terminates the one that runs",
    method: "CreateSchedule",
    request: {
      schedule: { action: { action: { case: "startWorkflow", value: { ...start, workflowIdReusePolicy: 4 } } } },
    },
    plain: { schedule: { action: { action: { case: "startWorkflow", value: start } } } },
    holds: ["temporal.schedule.create", "temporal.workflow.start"],
    needs: ["temporal.workflow.terminate"],
  },
  {
    title: "a trigger of a schedule that cancels what runs",
    method: "PatchSchedule",
    request: { patch: { triggerImmediately: { overlapPolicy: 4 } } },
    plain: { patch: { triggerImmediately: { overlapPolicy: 1 } } },
    holds: ["temporal.schedule.patch"],
    needs: ["temporal.workflow.cancel"],
  },
  {
    title: "a backfill that terminates what runs",
    method: "PatchSchedule",
    request: { patch: { backfillRequest: [{ overlapPolicy: 1 }, { overlapPolicy: 5 }] } },
    plain: { patch: { backfillRequest: [{ overlapPolicy: 1 }] } },
    holds: ["temporal.schedule.patch"],
    needs: ["temporal.workflow.terminate"],
  },
  {
    title: "a rule that pauses activities",
    method: "CreateWorkflowRule",
    request: { spec: { actions: [{ variant: { case: "activityPause", value: {} } }] } },
    plain: { spec: {} },
    holds: ["temporal.rule.create"],
    needs: ["temporal.activity.pause"],
  },
  {
    title: "a trigger with a rule of its own",
    method: "TriggerWorkflowRule",
    request: {
      rule: { case: "spec", value: { actions: [{ variant: { case: "activityPause", value: {} } }] } },
    },
    plain: { rule: { case: "id", value: "kept" } },
    holds: ["temporal.rule.trigger"],
    needs: ["temporal.activity.pause"],
  },
  {
    title: "a new deployment version that says where its workers run",
    method: "CreateWorkerDeploymentVersion",
    request: { computeConfig: { scalingGroups: { a: { provider: { type: "x" } } } } },
    plain: {},
    holds: ["temporal.deployment.create"],
    needs: ["temporal.deployment.updateCompute"],
  },
  {
    title: "a current deployment with new metadata",
    method: "SetCurrentDeployment",
    request: { updateMetadata: {} },
    plain: {},
    holds: ["temporal.deployment.setCurrent"],
    needs: ["temporal.deployment.updateMetadata"],
  },
];

describe("a request that reaches further than its name says", () => {
  for (const { title, method, request, plain, holds, needs } of cases) {
    const path = pathOf(method);
    it(`${title} needs ${needs.join(" and ")}`, () => {
      const reaching = encode(path, { namespace: own, ...request });
      assert.equal(outcomeOf(viewWith({ [own]: holds }), path, encode(path, { namespace: own, ...plain })), "allowed");
      assert.equal(outcomeOf(viewWith({ [own]: [...holds, ...needs] }), path, reaching), "allowed");
      const without = (missing: string) => everything.filter((operation) => operation !== missing);
      for (const missing of needs)
        assert.equal(outcomeOf(viewWith({ [own]: without(missing) }), path, reaching), "PERMISSION_DENIED", missing);
      // Held in another Namespace, it does not help.
      assert.equal(outcomeOf(viewWith({ [own]: holds, [other]: needs }), path, reaching), "PERMISSION_DENIED");
    });
  }

  it("is refused where the API has a choice that is not known here", () => {
    const view = viewWith({ [own]: everything });
    for (const [method, field] of [
      ["StartWorkflowExecution", "workflowIdReusePolicy"],
      ["StartWorkflowExecution", "workflowIdConflictPolicy"],
      ["StartActivityExecution", "idConflictPolicy"],
      ["StartNexusOperationExecution", "idReusePolicy"],
    ] as const)
      assert.equal(
        outcomeOf(view, pathOf(method), encode(pathOf(method), { namespace: own, [field]: 77 })),
        "INVALID_FIELD",
      );
  });

  it("never carries a callback of the server's own kind", () => {
    const path = pathOf("StartWorkflowExecution");
    const internal = { completionCallbacks: [{ variant: { case: "internal", value: { data: Buffer.from("x") } } }] };
    const message = encode(path, { namespace: own, ...start, ...internal });
    assert.equal(outcomeOf(viewWith({ [own]: everything }), path, message), "INVALID_FIELD");
  });
});

describe("what Temporal's server keeps for itself in a Namespace", () => {
  const view = viewWith({ [own]: { level: "admin" } });
  const scheduler = { workflowId: "temporal-sys-scheduler:nightly" };
  const queue = { name: "temporal-sys-per-ns-tq" };
  const command = (kind: string, value: object) => ({ commands: [{ attributes: { case: kind, value } }] });
  const writes: readonly (readonly [method: string, request: object])[] = [
    ["SignalWorkflowExecution", { workflowExecution: scheduler }],
    ["TerminateWorkflowExecution", { workflowExecution: scheduler }],
    ["RequestCancelWorkflowExecution", { workflowExecution: scheduler }],
    ["ResetWorkflowExecution", { workflowExecution: scheduler }],
    ["DeleteWorkflowExecution", { workflowExecution: scheduler }],
    ["UpdateWorkflowExecution", { workflowExecution: { workflowId: "temporal-sys-worker-deployment:d" } }],
    ["UpdateWorkflowExecutionOptions", { workflowExecution: scheduler }],
    ["PauseWorkflowExecution", scheduler],
    ["RespondActivityTaskCompletedById", scheduler],
    ["StartWorkflowExecution", { ...start, taskQueue: queue }],
    ["StartWorkflowExecution", { ...start, ...scheduler }],
    ["StartWorkflowExecution", { ...start, workflowType: { name: "temporal-sys-batch-workflow-protobuf" } }],
    ["SignalWithStartWorkflowExecution", { ...start, ...scheduler }],
    ["ExecuteMultiOperation", multi({ ...start, taskQueue: queue })],
    ["StartActivityExecution", { activityId: "a", taskQueue: queue }],
    ["UpdateActivityOptions", { activityOptions: { taskQueue: queue } }],
    ["UpdateActivityExecutionOptions", { activityOptions: { taskQueue: queue } }],
    ["CreateSchedule", { schedule: { action: { action: { case: "startWorkflow", value: { taskQueue: queue } } } } }],
    ["PollWorkflowTaskQueue", { taskQueue: queue }],
    ["PollWorkflowTaskQueue", { taskQueue: { name: "/_sys/temporal-sys-per-ns-tq/1" } }],
    ["PollWorkflowTaskQueue", { taskQueue: { name: "sticky", normalName: "temporal-sys-per-ns-tq" } }],
    ["PollActivityTaskQueue", { taskQueue: queue }],
    ["PollNexusTaskQueue", { taskQueue: queue }],
    ["UpdateTaskQueueConfig", { taskQueue: queue.name }],
    ["StartBatchOperation", { jobId: "temporal-sys-x" }],
    ["StartBatchOperation", { jobId: "j", executions: [{ workflowId: "w" }, scheduler] }],
    ["StartBatchOperation", { jobId: "j", targetExecutions: [{ businessId: scheduler.workflowId }] }],
    ["StartBatchOperation", { jobId: "j", visibilityQuery: "TemporalNamespaceDivision = 'TemporalScheduler'" }],
    ["StartBatchOperation", { jobId: "j", visibilityQuery: "`NamespaceDivision` IS NOT NULL" }],
    ["RespondWorkflowTaskCompleted", command("scheduleActivityTaskCommandAttributes", { taskQueue: queue })],
    ["RespondWorkflowTaskCompleted", command("startChildWorkflowExecutionCommandAttributes", { taskQueue: queue })],
    ["RespondWorkflowTaskCompleted", command("startChildWorkflowExecutionCommandAttributes", scheduler)],
    ["RespondWorkflowTaskCompleted", command("continueAsNewWorkflowExecutionCommandAttributes", { taskQueue: queue })],
    [
      "RespondWorkflowTaskCompleted",
      command("signalExternalWorkflowExecutionCommandAttributes", { execution: scheduler }),
    ],
    ["RespondWorkflowTaskCompleted", command("requestCancelExternalWorkflowExecutionCommandAttributes", scheduler)],
  ];

  for (const [method, request] of writes) {
    it(`${method} never writes to it: ${JSON.stringify(request)}`, () => {
      const path = pathOf(method);
      const ordinary = JSON.parse(
        JSON.stringify(request).replaceAll(/temporal-sys-|\/_sys\/|NamespaceDivision/g, "my-"),
      );
      assert.equal(outcomeOf(view, path, encode(path, { namespace: own, ...ordinary })), "allowed");
      assert.equal(outcomeOf(view, path, encode(path, { namespace: own, ...request })), "PERMISSION_DENIED");
    });
  }

  it("may be read about", () => {
    const path = pathOf("DescribeWorkflowExecution");
    assert.equal(outcomeOf(view, path, encode(path, { namespace: own, execution: scheduler })), "allowed");
    const list = pathOf("ListWorkflowExecutions");
    const query = "TemporalNamespaceDivision = 'TemporalScheduler'";
    assert.equal(outcomeOf(view, list, encode(list, { namespace: own, query })), "allowed");
  });

  it("is not the queue of a worker's own commands", () => {
    const path = pathOf("PollNexusTaskQueue");
    const taskQueue = { name: `temporal-sys/worker-commands/${own}/1` };
    assert.equal(outcomeOf(view, path, encode(path, { namespace: own, taskQueue })), "allowed");
  });
});

describe("a Nexus endpoint", () => {
  const view = viewWith({ [own]: everything });
  const calls = (endpoint: string): readonly (readonly [string, object])[] => [
    ["StartNexusOperationExecution", { endpoint }],
    [
      "RespondWorkflowTaskCompleted",
      { commands: [{ attributes: { case: "scheduleNexusOperationCommandAttributes", value: { endpoint } } }] },
    ],
    [
      "CreateWorkerDeploymentVersion",
      { computeConfig: { scalingGroups: { a: { provider: { nexusEndpoint: endpoint } } } } },
    ],
    [
      "ValidateWorkerDeploymentVersionComputeConfig",
      { computeConfigScalingGroups: { a: { scalingGroup: { provider: { nexusEndpoint: endpoint } } } } },
    ],
    [
      "UpdateWorkerDeploymentVersionComputeConfig",
      { computeConfigScalingGroups: { a: { scalingGroup: { provider: { nexusEndpoint: endpoint } } } } },
    ],
  ];
  for (const [index, [method]] of calls("").entries()) {
    it(`${method} calls those only that let the Namespace`, () => {
      const outcome = (endpoint: string) => {
        const path = pathOf(method);
        return outcomeOf(view, path, encode(path, { namespace: own, ...calls(endpoint)[index]?.[1] }));
      };
      assert.equal(outcome("open"), "allowed");
      assert.equal(outcome("closed"), "PERMISSION_DENIED");
      assert.equal(outcome("unheard-of"), "PERMISSION_DENIED");
      assert.equal(outcome("__temporal_system"), "PERMISSION_DENIED");
    });
  }

  it("answers alike whether it is closed or does not exist", () => {
    const path = pathOf("StartNexusOperationExecution");
    const message = (endpoint: string) => {
      try {
        decideCall(view, path, encode(path, { namespace: own, endpoint }));
      } catch (error) {
        return String(error).replaceAll(endpoint, "?");
      }
      return "allowed";
    };
    assert.equal(message("closed"), message("absent"));
  });
});

describe("search attributes of a Namespace", () => {
  it("are added on the gateway by its admin, never for the whole server", () => {
    const path = pathOf("AddSearchAttributes", operatorService);
    const admin = viewWith({ [own]: { level: "admin" } });
    const searchAttributes = { A: 1 };
    assert.equal(outcomeOf(admin, path, encode(path, { namespace: own, searchAttributes })), "allowed");
    assert.equal(outcomeOf(admin, path, encode(path, { searchAttributes })), "INVALID_FIELD");
    const writer = viewWith({ [own]: { level: "write" } });
    assert.equal(outcomeOf(writer, path, encode(path, { namespace: own, searchAttributes })), "PERMISSION_DENIED");
  });
});

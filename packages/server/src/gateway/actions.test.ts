import assert from "node:assert/strict";
import { describe, it } from "node:test";
import proto from "@temporalio/proto";
import { countActions, countAnswered } from "./actions.ts";
import { workflowMethods } from "./methods.ts";

const { CommandType } = proto.temporal.api.enums.v1;
const { RespondWorkflowTaskCompletedRequest } = proto.temporal.api.workflowservice.v1;

/** What a worker sends that completes a workflow task with these commands. */
const completion = (...types: proto.temporal.api.enums.v1.CommandType[]): Buffer =>
  Buffer.from(
    RespondWorkflowTaskCompletedRequest.encode({
      taskToken: Buffer.from("token"),
      namespace: "orders.a1b2c3",
      commands: types.map((commandType) => ({ commandType, userMetadata: {} })),
    }).finish(),
  );

const none = Buffer.alloc(0);

describe("actions", () => {
  it("are counted for what starts, signals, queries and updates, and for nothing that only reads", () => {
    const counted = Object.keys(workflowMethods).filter((method) => countActions(method, none) > 0);
    assert.deepEqual(counted.sort(), [
      "ExecuteMultiOperation",
      "QueryWorkflow",
      "RecordActivityTaskHeartbeat",
      "RecordActivityTaskHeartbeatById",
      "ResetWorkflowExecution",
      "SignalWithStartWorkflowExecution",
      "SignalWorkflowExecution",
      "StartActivityExecution",
      "StartNexusOperationExecution",
      "StartWorkflowExecution",
      "UpdateWorkflowExecution",
    ]);
    assert.equal(countActions("SignalWithStartWorkflowExecution", none), 2);
  });

  it("are counted in what a workflow task completes with", () => {
    const commands = completion(
      CommandType.COMMAND_TYPE_START_TIMER,
      CommandType.COMMAND_TYPE_START_TIMER,
      CommandType.COMMAND_TYPE_RECORD_MARKER,
      CommandType.COMMAND_TYPE_START_CHILD_WORKFLOW_EXECUTION,
      CommandType.COMMAND_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION,
      CommandType.COMMAND_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
      CommandType.COMMAND_TYPE_SCHEDULE_NEXUS_OPERATION,
      CommandType.COMMAND_TYPE_REQUEST_CANCEL_NEXUS_OPERATION,
      CommandType.COMMAND_TYPE_CONTINUE_AS_NEW_WORKFLOW_EXECUTION,
    );
    assert.equal(countActions("RespondWorkflowTaskCompleted", commands), 9);
    const free = completion(
      CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK,
      CommandType.COMMAND_TYPE_CANCEL_TIMER,
      CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION,
    );
    assert.equal(countActions("RespondWorkflowTaskCompleted", free), 0);
    assert.equal(countActions("RespondWorkflowTaskCompleted", completion()), 0);
  });

  it("are counted for each activity that a poll hands out, and for no poll that comes back empty", () => {
    assert.equal(countAnswered("PollActivityTaskQueue", 300), 1);
    assert.equal(countAnswered("PollActivityTaskQueue", 0), 0);
    assert.equal(countAnswered("PollWorkflowTaskQueue", 300), 0);
  });
});

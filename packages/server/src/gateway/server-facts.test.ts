// What Temporal's own server does where a rule of reach.ts says that a request reaches further: each rule without which
// the gateway would let a caller do what it may not.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe } from "node:test";
import type { Connection } from "@temporalio/client";
import { describeServer } from "../temporal/temporal.test-support.ts";

const namespace = "default";
const running = 1;
const terminated = 5;

async function startWorkflow({ workflowService }: Connection, options: object = {}): Promise<string> {
  const workflowId = randomUUID();
  await workflowService.startWorkflowExecution({
    namespace,
    workflowId,
    requestId: randomUUID(),
    workflowType: { name: "Idle" },
    taskQueue: { name: "nobody-polls" },
    ...options,
  });
  return workflowId;
}

async function statusOf({ workflowService }: Connection, workflowId: string, runId = ""): Promise<unknown> {
  const described = await workflowService.describeWorkflowExecution({ namespace, execution: { workflowId, runId } });
  return described.workflowExecutionInfo?.status;
}

describe("Temporal's server", () => {
  const onServer = describeServer();

  onServer("terminates any workflow as a batch that is stopped", async (connection) => {
    const workflowId = await startWorkflow(connection);
    assert.equal(await statusOf(connection, workflowId), running);
    await connection.workflowService.stopBatchOperation({ namespace, jobId: workflowId, reason: "r" });
    assert.equal(await statusOf(connection, workflowId), terminated);
  });

  onServer("terminates the workflow that runs for one that is started in its place", async (connection) => {
    for (const policy of [{ workflowIdReusePolicy: 4 }, { workflowIdConflictPolicy: 3 }]) {
      const workflowId = await startWorkflow(connection);
      const { workflowExecutionInfo } = await connection.workflowService.describeWorkflowExecution({
        namespace,
        execution: { workflowId },
      });
      await startWorkflow(connection, { workflowId, ...policy });
      assert.equal(await statusOf(connection, workflowId, workflowExecutionInfo?.execution?.runId ?? ""), terminated);
    }
  });

  onServer("ends a schedule with the workflow behind it, which has a name that anyone knows", async (connection) => {
    const { workflowService } = connection;
    const scheduleId = randomUUID();
    const start = { workflowId: "w", workflowType: { name: "Idle" }, taskQueue: { name: "nobody-polls" } };
    await workflowService.createSchedule({
      namespace,
      scheduleId,
      requestId: randomUUID(),
      schedule: { spec: {}, action: { startWorkflow: start } },
    });
    await workflowService.describeSchedule({ namespace, scheduleId });
    const workflowExecution = { workflowId: `temporal-sys-scheduler:${scheduleId}` };
    await workflowService.terminateWorkflowExecution({ namespace, workflowExecution });
    await assert.rejects(workflowService.describeSchedule({ namespace, scheduleId }), /not found/);
  });
});

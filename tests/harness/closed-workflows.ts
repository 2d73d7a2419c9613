// Workflows that have run and closed, without a worker: each task is asked for and answered here.
import { Client } from "@temporalio/client";
import proto from "@temporalio/proto";
import type { Connection } from "./plane-for-file.ts";

export interface ClosedWorkflow {
  readonly workflowId: string;
  readonly runId: string;
}

const taskQueue = "exported";
const completes = proto.temporal.api.enums.v1.CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION;

/** Starts a workflow with this input, and completes it with the same as its result. */
export async function completeWorkflow(
  connection: Connection,
  namespace: string,
  workflowId: string,
  input: unknown,
): Promise<ClosedWorkflow> {
  const client = new Client({ connection, namespace });
  const { firstExecutionRunId } = await client.workflow.start("echo", { taskQueue, workflowId, args: [input] });
  const { workflowService } = connection;
  const poll = { namespace, taskQueue: { name: taskQueue } };
  const { taskToken, history } = await connection.withDeadline(Date.now() + 60_000, () =>
    workflowService.pollWorkflowTaskQueue(poll),
  );
  const result = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input ?? null;
  const completeWorkflowExecutionCommandAttributes = { result };
  await workflowService.respondWorkflowTaskCompleted({
    namespace,
    taskToken,
    commands: [{ commandType: completes, completeWorkflowExecutionCommandAttributes }],
  });
  return { workflowId, runId: firstExecutionRunId };
}

/** As the server tells it to everybody. */
export async function readHistory(connection: Connection, namespace: string, execution: ClosedWorkflow) {
  const { history } = await connection.workflowService.getWorkflowExecutionHistory({ namespace, execution });
  return history?.events ?? [];
}

/** Waits until visibility knows them: it follows with a delay. */
export async function untilVisible(connection: Connection, namespace: string, count: number): Promise<void> {
  const query = "CloseTime > '2020-01-01T00:00:00Z'";
  const list = () => connection.workflowService.listWorkflowExecutions({ namespace, query });
  while ((await list()).executions.length < count) await new Promise((resolve) => setTimeout(resolve, 50));
}

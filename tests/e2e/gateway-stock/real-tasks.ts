// Tasks as a server gives them to workers: their tokens are real ones.
import { randomUUID } from "node:crypto";
import type { StockPlane } from "../../harness/stock-plane.ts";

type Connection = StockPlane["internal"];

/** The API's numbers. */
const command = { scheduleActivity: 1, cancelActivity: 2 } as const;
const activityScheduled = 10;

export interface Task {
  readonly token: Buffer;
  readonly workflowId: string;
}

/** Of a workflow that nobody else works on. */
export async function pollWorkflowTask(connection: Connection, namespace: string): Promise<Task> {
  const { task } = await startAndPoll(connection, namespace);
  return task;
}

/** Polls want to know how long they may take. */
const patienceMs = 60_000;
const patiently = <T>(connection: Connection, call: () => Promise<T>): Promise<T> =>
  connection.withDeadline(Date.now() + patienceMs, call);

async function startAndPoll(connection: Connection, namespace: string) {
  const { workflowService } = connection;
  const workflowId = randomUUID();
  const taskQueue = { name: workflowId };
  await workflowService.startWorkflowExecution({
    namespace,
    workflowId,
    requestId: workflowId,
    workflowType: { name: "any" },
    taskQueue,
  });
  const polled = await patiently(connection, () =>
    workflowService.pollWorkflowTaskQueue({ namespace, taskQueue, identity: "worker" }),
  );
  return { task: { token: toToken(polled.taskToken), workflowId }, taskQueue };
}

export async function pollActivityTask(connection: Connection, namespace: string): Promise<Task> {
  const { task, taskQueue } = await startAndPoll(connection, namespace);
  const { workflowService } = connection;
  const scheduleActivityTaskCommandAttributes = {
    activityId: "a",
    activityType: { name: "any" },
    taskQueue,
    scheduleToCloseTimeout: { seconds: 600 as never },
    retryPolicy: { maximumAttempts: 1 },
  };
  const commands = [{ commandType: command.scheduleActivity, scheduleActivityTaskCommandAttributes }];
  await workflowService.respondWorkflowTaskCompleted({ namespace, taskToken: task.token, commands });
  const polled = await patiently(connection, () =>
    workflowService.pollActivityTaskQueue({ namespace, taskQueue, identity: "worker" }),
  );
  return { ...task, token: toToken(polled.taskToken) };
}

/** One that its workflow has asked to stop: only such a task can be answered as canceled. */
export async function pollCanceledActivityTask(connection: Connection, namespace: string): Promise<Task> {
  const { workflowService } = connection;
  const task = await pollActivityTask(connection, namespace);
  const { workflowId } = task;
  const workflowExecution = { workflowId };
  await workflowService.signalWorkflowExecution({ namespace, workflowExecution, signalName: "stop" });
  const taskQueue = { name: workflowId };
  const polled = await patiently(connection, () =>
    workflowService.pollWorkflowTaskQueue({ namespace, taskQueue, identity: "worker" }),
  );
  const scheduled = polled.history?.events?.find(({ eventType }) => eventType === activityScheduled);
  const { eventId } = scheduled ?? {};
  if (eventId == null) throw new Error("the workflow has no activity");
  const requestCancelActivityTaskCommandAttributes = { scheduledEventId: eventId };
  const commands = [{ commandType: command.cancelActivity, requestCancelActivityTaskCommandAttributes }];
  await workflowService.respondWorkflowTaskCompleted({ namespace, taskToken: toToken(polled.taskToken), commands });
  return task;
}

/** A query that waits for its answer. */
export async function pollQueryTask(connection: Connection, namespace: string): Promise<Task> {
  const { task, taskQueue } = await startAndPoll(connection, namespace);
  const { workflowService } = connection;
  await workflowService.respondWorkflowTaskCompleted({ namespace, taskToken: task.token, commands: [] });
  const execution = { workflowId: task.workflowId };
  const asked = patiently(connection, () =>
    workflowService.queryWorkflow({ namespace, execution, query: { queryType: "any" } }),
  );
  // What is answered matters to nobody here.
  asked.catch(() => undefined);
  const polled = await patiently(connection, () =>
    workflowService.pollWorkflowTaskQueue({ namespace, taskQueue, identity: "worker" }),
  );
  return { ...task, token: toToken(polled.taskToken) };
}

function toToken(token: Uint8Array | null | undefined): Buffer {
  if (!token?.length) throw new Error("the poll ended without a task");
  return Buffer.from(token);
}

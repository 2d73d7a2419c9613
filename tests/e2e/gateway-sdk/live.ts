// A team's normal life with the TypeScript SDK. Lived directly and lived through the gateway, the same comes of it. The
// programs in tests/conformance/gateway-go and gateway-python live it with their SDKs.
import { setTimeout as sleep } from "node:timers/promises";
import { CancelledFailure, Context } from "@temporalio/activity";
import {
  type Client,
  ScheduleNotFoundError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
} from "@temporalio/client";
import type { Outcomes } from "../../harness/normal-life.ts";

const options = { taskQueue: "life" };
/** EventType WORKFLOW_TASK_COMPLETED. */
const taskCompleted = 7;
/** ResetReapplyExcludeType SIGNAL and UPDATE: a reset would do them again. */
const notAgain = [1, 2];

export function makeActivities() {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string>();
  const activities = {
    echo: async (text: string) => text,
    async beat() {
      begun.resolve();
      try {
        for (;;) {
          Context.current().heartbeat();
          await Context.current().sleep(50);
        }
      } catch (error) {
        ended.resolve(error instanceof CancelledFailure ? "cancelled" : String(error));
        throw error;
      }
    },
  };
  return { begun: begun.promise, ended: ended.promise, activities };
}

export async function live(client: Client, made: ReturnType<typeof makeActivities>): Promise<Outcomes> {
  const { workflow } = client;
  const counting = await workflow.start("count", { ...options, workflowId: "count" });
  await counting.signal("add", 2);
  const updated = await counting.executeUpdate<number, [number]>("addAndTell", { args: [3] });
  const queried = await counting.query<number>("total");
  const twice = workflow.start("count", { ...options, workflowId: "count" });
  const startedTwice = await isRefused(twice, WorkflowExecutionAlreadyStartedError);
  await counting.signal("finish");
  const counted = await counting.result();

  const family = await workflow.execute("family", { ...options, workflowId: "family" });
  const continued = await workflow.execute("runAgain", { ...options, workflowId: "again", args: [2] });
  const large = "x".repeat(1_000_000);
  const echoed: string = await workflow.execute("echoOnce", { ...options, workflowId: "large", args: [large] });

  const beating = await workflow.start("beatUntilCancelled", { ...options, workflowId: "beating" });
  await made.begun;
  await beating.cancel();
  await isRefused(beating.result(), WorkflowFailedError);
  const heartbeats = await made.ended;

  const stuck = await workflow.start("count", { taskQueue: "nobody", workflowId: "stuck" });
  await stuck.terminate("no longer needed");
  const unknown = await isRefused(workflow.getHandle("nothing").describe(), WorkflowNotFoundError);
  return {
    updated,
    queried,
    startedTwice,
    counted,
    family,
    continued,
    largeEchoed: echoed === large,
    heartbeats,
    unknown,
    reset: await resetToItsStart(client),
    schedule: await keepSchedule(client),
    ...(await listAll(client)),
  };
}

async function resetToItsStart({ workflow }: Client): Promise<number> {
  const counting = await workflow.start("count", { ...options, workflowId: "reset" });
  await counting.executeUpdate<number, [number]>("addAndTell", { args: [3] });
  const { events } = await counting.fetchHistory();
  const first = events?.find(({ eventType }) => eventType === taskCompleted);
  const { namespace } = workflow.options;
  await workflow.workflowService.resetWorkflowExecution({
    namespace,
    workflowExecution: { workflowId: "reset", runId: counting.firstExecutionRunId },
    reason: "from its start",
    requestId: "reset-once",
    workflowTaskFinishEventId: first?.eventId ?? null,
    resetReapplyExcludeTypes: notAgain,
  });
  const again = workflow.getHandle("reset");
  await again.signal("finish");
  return again.result();
}

async function keepSchedule({ schedule, workflow }: Client): Promise<Outcomes["schedule"]> {
  const handle = await schedule.create({
    scheduleId: "some-day",
    spec: { calendars: [{ year: 2099 }] },
    action: { type: "startWorkflow", workflowType: "echoOnce", args: ["by a schedule"], ...options },
  });
  await handle.trigger();
  let started: string | undefined;
  while (started === undefined) {
    const [latest] = (await handle.describe()).info.recentActions;
    if (latest?.action.type === "startWorkflow") started = latest.action.workflow.workflowId;
    else await sleep(100);
  }
  const triggered = await workflow.getHandle(started).result();
  await handle.pause("for now");
  const { paused, note } = (await handle.describe()).state;
  await handle.delete();
  const deleted = await isRefused(handle.describe(), ScheduleNotFoundError);
  return { triggered, paused, note: note ?? "", deleted };
}

/** What has come about is listed a moment later. */
async function listAll({ workflow }: Client): Promise<Pick<Outcomes, "count" | "list">> {
  const query = "ExecutionStatus != 'Running'";
  let { count } = await workflow.count(query);
  while (count < 12) {
    await sleep(100);
    ({ count } = await workflow.count(query));
  }
  const list: string[] = [];
  for await (const { type, status } of workflow.list({ query, pageSize: 5 })) {
    // The SDK has a spelling of its own.
    list.push(`${type} ${status.name.replace("CANCELLED", "CANCELED")}`);
  }
  return { count, list: list.sort() };
}

async function isRefused(call: Promise<unknown>, kind: abstract new (...args: never[]) => Error): Promise<boolean> {
  return call.then(
    () => false,
    (error: unknown) => {
      if (error instanceof kind) return true;
      throw error;
    },
  );
}

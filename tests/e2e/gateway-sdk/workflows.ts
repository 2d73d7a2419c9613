// What an application team's workflows do; bundled, so they import nothing but the SDK.
import {
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  executeChild,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
} from "@temporalio/workflow";

const add = defineSignal<[number]>("add");
const finish = defineSignal("finish");
const total = defineQuery<number>("total");
const addAndTell = defineUpdate<number, [number]>("addAndTell");
const { echo, beat } = proxyActivities<{ echo(text: string): Promise<string>; beat(): Promise<void> }>({
  startToCloseTimeout: "5 minutes",
  heartbeatTimeout: "1 minute",
  cancellationType: "WAIT_CANCELLATION_COMPLETED",
});
const { echo: echoLocally } = proxyLocalActivities<{ echo(text: string): Promise<string> }>({
  startToCloseTimeout: "1 minute",
});

export async function count(): Promise<number> {
  let sum = 0;
  let finished = false;
  setHandler(add, (more) => {
    sum += more;
  });
  setHandler(finish, () => {
    finished = true;
  });
  setHandler(total, () => sum);
  setHandler(addAndTell, (more) => {
    sum += more;
    return sum;
  });
  await condition(() => finished);
  return sum;
}

export async function echoOnce(text: string): Promise<string> {
  return echo(text);
}

export async function family(): Promise<string> {
  await sleep(1);
  const local = await echoLocally("locally");
  const child = await executeChild(echoOnce, { args: ["by a child"] });
  return `after a timer, ${local}, ${child}`;
}

export async function runAgain(times: number): Promise<string> {
  if (times > 0) await continueAsNew<typeof runAgain>(times - 1);
  return "the last run";
}

export async function beatUntilCancelled(): Promise<void> {
  await beat();
}

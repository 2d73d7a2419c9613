// Workflows for the test of Temporal's own SDK; bundled, so they import nothing but the SDK.
import { condition, defineQuery, defineSignal, defineUpdate, proxyActivities, setHandler } from "@temporalio/workflow";

const add = defineSignal<[number]>("add");
const finish = defineSignal("finish");
const total = defineQuery<number>("total");
const addAndTell = defineUpdate<number, [number]>("addAndTell");
const { echo, beat } = proxyActivities<{ echo(text: string): Promise<string>; beat(): Promise<void> }>({
  startToCloseTimeout: "1 minute",
  heartbeatTimeout: "10 seconds",
  cancellationType: "WAIT_CANCELLATION_COMPLETED",
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

export async function beatUntilCancelled(): Promise<void> {
  await beat();
}

// Waiting for what happens by itself. Nothing here is measured in time: a test that hangs is ended by its runner.
import { setTimeout as sleep } from "node:timers/promises";

/** Asks until there is an answer. */
export async function untilAsync<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(50);
  }
}

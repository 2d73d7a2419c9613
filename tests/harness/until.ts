// Waiting for what happens by itself.
import { setTimeout as sleep } from "node:timers/promises";

const longestMs = 60_000;

/** Asks until there is an answer; there is no other limit than that of a test that hangs. */
export async function untilAsync<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = performance.now() + longestMs; performance.now() < end; await sleep(50)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(`nothing of ${ask} within ${longestMs / 1_000} s`);
}

import assert from "node:assert/strict";
import { it } from "node:test";
import { pauseAfter } from "./notifications.ts";

it("waits twice as long after each attempt, and an hour at most", () => {
  const minutes = [1, 2, 3, 7, 8, 30].map((attempts) => pauseAfter(attempts) / 60_000);
  assert.deepEqual(minutes, [1, 2, 4, 60, 60, 60]);
});

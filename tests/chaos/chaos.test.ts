// The short dose: each of the five processes is killed once.
import assert from "node:assert/strict";
import { it, type TestContext } from "node:test";
import { runChaos } from "./chaos.ts";

it("loses nothing, does nothing twice and leaves nothing under way when any of its processes is killed", async (t: TestContext) => {
  const dose = { operations: 40, actors: 4, changesBetweenFaults: 4, absenceMs: 500 };
  const chaos = await runChaos({ ...dose, seed: Date.now() % 1e6, bug: null });
  if (typeof chaos === "string") return t.skip(chaos);
  assert.deepEqual(chaos.problems, []);
  assert.deepEqual(chaos.unseen, [], "the checks see what is wrong");
  for (const [name, count] of Object.entries(chaos.kills)) assert.ok(count > 0, `${name} was never killed`);
});

// The short dose: each of the five processes is killed once.
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { runChaos } from "./chaos.ts";

const dose = { operations: 40, actors: 4, changesBetweenFaults: 4 };

describe("a deployment whose processes, database and Temporal server are killed", () => {
  it("loses nothing, does nothing twice, and leaves nothing under way", async (t: TestContext) => {
    const chaos = await runChaos({ ...dose, seed: Date.now() % 1e6, bug: null });
    if (typeof chaos === "string") return t.skip(chaos);
    assert.deepEqual(chaos.problems, []);
    for (const [name, count] of Object.entries(chaos.kills)) assert.ok(count > 0, `${name} was never killed`);
  });

  it("is caught when it says that it did what it did not", async (t: TestContext) => {
    const bug = "updates nothing on the server";
    const chaos = await runChaos({ ...dose, operations: 30, changesBetweenFaults: 3, seed: 7, bug });
    if (typeof chaos === "string") return t.skip(chaos);
    assert.ok(
      chaos.problems.some((problem) => /^on the server Namespace .* days and not/.test(problem)),
      chaos.problems.join("\n") || "nothing was found",
    );
  });
});

// What began before an update of Remit must still end after it: the workflows of today replay every
// recorded history. tools/record-histories.ts records more.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { pino } from "pino";
import { installRuntime } from "./runtime.ts";
import { bundleWorkflow } from "./worker.ts";

const folder = join(import.meta.dirname, "histories");
const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
const readHistory = (file: string): string => readFileSync(join(folder, file), "utf8");

async function replay(history: string): Promise<void> {
  const { Worker } = await import("@temporalio/worker");
  await Worker.runReplayHistory({ workflowBundle: await bundleWorkflow() }, JSON.parse(history));
}

describe("our workflows", () => {
  before(() => installRuntime(pino({ level: "silent" })));

  for (const file of files) {
    it(`replays ${file}`, () => replay(readHistory(file)));
  }

  it("have recorded each way to end, and a changed order would show", async () => {
    assert.deepEqual(
      new Set(files.map((file) => file.replace(/^\d+-/, ""))),
      new Set(["exported.json", "failed.json", "followed-up.json", "fulfilled.json", "observed.json"]),
    );
    const changed = readHistory("1-failed.json").replace('"giveUp"', '"carryOut"');
    await assert.rejects(replay(changed), { name: "DeterminismViolationError" });
  });
});

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { ApplicationFailure } from "@temporalio/common";
import { failedPrecondition, unavailable } from "../errors.ts";
import { appliers, toFailure } from "./activities.ts";

const resources = join(import.meta.dirname, "../resources");

describe("activities", () => {
  it("can carry out every RPC whose rule may ask for a Temporal server", () => {
    const asking = readdirSync(resources)
      .filter((file) => file.endsWith(".ts") && file !== "mutate.ts")
      .map((file) => readFileSync(join(resources, file), "utf8"))
      .filter((source) => source.includes("needsTemporal ="))
      .flatMap((source) => [...source.matchAll(/request: (\w+)Request,?\s*\): Promise<Outcome>/g)])
      .map(([, rpc]) => rpc);
    assert.ok(asking.length >= 7);
    assert.deepEqual(
      asking.filter((rpc) => !(String(rpc) in appliers)),
      [],
    );
  });

  it("pass on a reason that is written for callers, and nothing else", () => {
    assert.deepEqual(shown(toFailure(failedPrecondition("no room"))), ["no room", true]);
    assert.deepEqual(shown(toFailure(unavailable("away"))), ["away", false]);
    assert.deepEqual(shown(toFailure(new Error("password=1234"))), ["internal error", false]);
  });
});

const shown = (failure: ApplicationFailure) => [failure.message, failure.nonRetryable];

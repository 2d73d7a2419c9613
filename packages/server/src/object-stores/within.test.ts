import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { within } from "./within.ts";

const pending = new Promise<never>(() => undefined);

describe("waiting for what takes no signal", () => {
  it("gives what came in time", async () => {
    assert.equal(await within(Promise.resolve("done"), new AbortController().signal), "done");
  });

  it("ends with the signal's reason, also when it was given before", async () => {
    const stopping = new AbortController();
    const waiting = within(pending, stopping.signal);
    stopping.abort(new Error("stopped"));
    await assert.rejects(waiting, /stopped/);
    await assert.rejects(within(pending, stopping.signal), /stopped/);
  });
});

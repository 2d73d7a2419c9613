import assert from "node:assert/strict";
import { PassThrough, Writable } from "node:stream";
import { describe, it } from "node:test";
import { openStdout } from "./stdout.ts";
import type { StreamRecord } from "./stream-record.ts";

const record = { json: '{"log_id":"1"}' } as StreamRecord;
const never = new AbortController().signal;

describe("a stream to the standard output", () => {
  it("outlives a reader that has gone, and says so", async () => {
    const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error("EPIPE")) });
    const { send, close } = openStdout(broken);
    await assert.rejects(async () => send([record], never), /EPIPE/);
    await close();
  });

  it("sends nothing once it is to stop", async () => {
    const output = new PassThrough();
    await assert.rejects(
      async () => openStdout(output).send([record], AbortSignal.abort(new Error("stopped"))),
      /stopped/,
    );
    assert.equal(output.read(), null);
  });
});

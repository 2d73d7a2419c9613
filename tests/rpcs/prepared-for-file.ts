// Something long that is done once for all tests of a file, with a Temporal server. Where it breaks off, one test fails
// with the reason, and those that wanted more of it.
import assert from "node:assert/strict";
import { after, before, it, type TestContext } from "node:test";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { startStoryPlane } from "./story-plane.ts";

/**
 * Call once at the top of a `describe`; the returned `it` skips with the reason when no Temporal server can be had.
 * @param done the title of the test that it was done
 * @param prepare gets the server's address, and a stack for what must be closed after the last test
 */
export function sharePrepared<Prepared>(
  done: string,
  prepare: (temporalAddress: string, stack: AsyncDisposableStack) => Promise<Prepared>,
) {
  const stack = new AsyncDisposableStack();
  let skipped: string | undefined;
  let prepared: Prepared | undefined;
  let failure: unknown;

  before(async () => {
    const server = await temporalForTest();
    if (typeof server === "string") {
      skipped = server;
      return;
    }
    stack.defer(() => server.stop());
    prepared = await prepare(server.address, stack).catch((error: unknown) => {
      failure = error;
      return undefined;
    });
  });
  after(() => stack.disposeAsync());

  it(done, (t: TestContext) => (skipped === undefined ? assert.ifError(failure) : t.skip(skipped)));

  return function afterwards(promise: string, prove: (prepared: Prepared) => void | Promise<void>): void {
    it(promise, async (t: TestContext) => {
      if (skipped !== undefined) return t.skip(skipped);
      assert.ok(prepared !== undefined, `it is not so that this file "${done}"`);
      await prove(prepared);
    });
  };
}

/** The same, of what a control plane answered; it is stopped before the first test. */
export const shareAnswers = <Heard>(done: string, ask: (plane: TestPlane) => Promise<Heard>) =>
  sharePrepared(done, async (temporalAddress) => {
    await using plane = await startStoryPlane(temporalAddress);
    return await ask(plane);
  });

// One telling for all tests of a file. A telling that breaks off fails one test with its reason, and those that wanted
// more of it.
import assert from "node:assert/strict";
import { after, before, it, type TestContext } from "node:test";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";

/** Call once at the top of a `describe`; the returned `it` skips with the reason when no Temporal server can be had. */
export function shareTelling<Heard>(tellTo: (plane: TestPlane) => Promise<Heard>) {
  const stack = new AsyncDisposableStack();
  let skipped: string | undefined;
  let heard: Heard | undefined;
  let failure: unknown;

  before(async () => {
    const server = await temporalForTest();
    if (typeof server === "string") {
      skipped = server;
      return;
    }
    stack.defer(() => server.stop());
    const plane = stack.use(await startPlane({ temporalAddress: server.address }));
    heard = await tellTo(plane).catch((error: unknown) => {
      failure = error;
      return undefined;
    });
  });
  after(() => stack.disposeAsync());

  it("is told to its end", (t: TestContext) => (skipped === undefined ? assert.ifError(failure) : t.skip(skipped)));

  return function afterwards(promise: string, prove: (heard: Heard) => void): void {
    it(promise, (t: TestContext) => {
      if (skipped !== undefined) return t.skip(skipped);
      assert.ok(heard !== undefined, "the story was not told to its end");
      prove(heard);
    });
  };
}

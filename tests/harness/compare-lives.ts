// A program that lives the normal life with some SDK, run directly on the Temporal server and through the gateway.
import assert from "node:assert/strict";
import { it, type TestContext } from "node:test";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { startPlane } from "./control-plane.ts";
import { withLevel } from "./gateway-roles.ts";
import { makeNamespace } from "./namespaces.ts";
import { normalLife } from "./normal-life.ts";
import { runProgram } from "./run-program.ts";

/** Called with where to live as one more argument, in JSON; prints what came of it on the last line. */
export interface LifeProgram {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** @param find the program, or why there is none */
export function compareLives(find: () => Promise<LifeProgram | string>): void {
  it("the same comes of it directly and through the gateway", async (t: TestContext) => {
    const program = await find();
    if (typeof program === "string") return t.skip(program);
    const server = await temporalForTest();
    if (typeof server === "string") return t.skip(server);
    await using stack = new AsyncDisposableStack();
    stack.defer(() => server.stop());
    const plane = stack.use(await startPlane({ temporalAddress: server.address, gateway: {} }));
    const { namespace: without } = await makeNamespace(plane.owner);
    const { namespace: within } = await makeNamespace(plane.owner);
    const { key } = await withLevel(plane, within, "WRITE");
    assert.deepEqual(await live(program, { address: server.address, apiKey: "", namespace: without }), normalLife);
    const through = { address: plane.gatewayAddress, apiKey: key, namespace: within };
    assert.deepEqual(await live(program, through), normalLife);
    // The worker has gone, and none of its polls is held for it.
    while ((plane.plane.gateway?.openCalls() ?? 0) > 0) await new Promise((resolve) => setImmediate(resolve));
  });
}

async function live({ file, args, env }: LifeProgram, where: Readonly<Record<string, string>>): Promise<unknown> {
  const { code, stdout, stderr } = await runProgram(file, [...args, JSON.stringify(where)], { env });
  assert.equal(code, 0, stderr);
  // The SDK may log there, too.
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as unknown;
}

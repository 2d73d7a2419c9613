import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, it } from "node:test";

const length = 1_000_000;
const program = `
  import { flush } from ${JSON.stringify(new URL("flush.ts", import.meta.url).href)};
  process.stdout.write("x".repeat(${length}));
  process.stderr.write("written");
  await flush(process.stdout);
  process.exit(3);
`;

const start = () =>
  spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "pipe"] });

describe("a long answer", () => {
  it("arrives whole where it is read late", async () => {
    const child = start();
    await once(child.stderr, "data");
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, "close") as Promise<[number]>]);
    assert.deepEqual([out.length, code], [length, 3]);
  });

  it("does not hold up the end where nobody reads on", async () => {
    const child = start();
    child.stderr.resume();
    await once(child.stdout, "data");
    child.stdout.destroy();
    const [code] = (await once(child, "exit")) as [number];
    assert.equal(code, 3);
  });
});

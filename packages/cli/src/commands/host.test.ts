import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { findHostCommand } from "./host.ts";

const main = join(import.meta.dirname, "../main.ts");

/** The bin as a process of its own, as a shell runs it. */
async function remit(...args: string[]) {
  const cwd = mkdtempSync(join(tmpdir(), "remit-host-"));
  const child = spawn(process.execPath, [main, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, text };
}

describe("commands of the server's machine", () => {
  it("are told by their words, with all that follows handed on", () => {
    assert.deepEqual(findHostCommand(["serve", "--port", "0"]), ["serve", "--port", "0"]);
    assert.deepEqual(findHostCommand(["audit", "verify", "-o", "json"]), ["audit-verify", "-o", "json"]);
    assert.equal(findHostCommand(["audit"]), null);
    assert.equal(findHostCommand(["whoami"]), null);
  });

  it("run the server's own bin, with its output and its exit code", async () => {
    const help = await remit("serve", "--help");
    assert.equal(help.code, 0);
    assert.match(help.text, /Usage: remit-server serve/);
    const refused = await remit("audit", "verify", "--nonsense", "1");
    assert.equal(refused.code, 2);
    assert.match(refused.text, /unknown flag --nonsense/);
  });
});

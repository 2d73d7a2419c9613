// Temporal's Go SDK, client and worker, lives a team's normal life through the gateway as it does without one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe } from "node:test";
import { compareLives } from "../harness/compare-lives.ts";
import { buildGoProgram } from "../harness/go-program.ts";

describe("the Go SDK through the gateway", () => {
  const folder = mkdtempSync(join(tmpdir(), "remit-go-life-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  compareLives(async () => {
    const program = await buildGoProgram(join(import.meta.dirname, "gateway-go"), folder);
    return "missing" in program ? program.missing : { file: program.file, args: [], env: {} };
  });
});

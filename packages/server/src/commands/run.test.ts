import assert from "node:assert/strict";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { commands } from "./run.ts";
import { finishCommand as finish } from "./testing/command.ts";

const freshDirectory = (): string => mkdtempSync(join(tmpdir(), "remit-run-"));

describe("the server's command line", () => {
  it("lists every command, and the flags of each with every setting", async () => {
    const { exitCode, out } = await finish(["--help"]);
    assert.equal(exitCode, 0);
    for (const { name } of commands) assert.ok(out.includes(`  ${name}`), name);
    const help = await finish(["recover-owner", "--help"]);
    for (const flag of ["--email", "--config", "--data-dir", "--only"]) assert.ok(help.out.includes(flag), flag);
  });

  it("refuses an unknown command and no command with exit code 2", async () => {
    const { exitCode, err } = await finish(["sevre"]);
    assert.equal(exitCode, 2);
    assert.match(err, /no command "sevre"; there are serve, dev,/);
    assert.equal((await finish([])).exitCode, 2);
  });

  it("says everything that is wrong with flags and settings at once, and touches nothing", async () => {
    const cwd = freshDirectory();
    writeFileSync(join(cwd, "remit.yaml"), "listen: { prt: 1 }");
    const { exitCode, err } = await finish(["recover-owner", "--data-dri", "x", "--output", "xml"], cwd);
    assert.equal(exitCode, 2);
    assert.match(err, /unknown flag --data-dri; did you mean --data-dir\?/);
    assert.match(err, /--email is needed/);
    assert.match(err, /--output: must be text or json/);
    assert.match(err, /listen\.prt \(remit\.yaml\)/);
    assert.ok(!existsSync(join(cwd, ".remit")));
  });
});

describe("commands on the host's data", () => {
  it("refuses to recover into no database, and for what is no address", async () => {
    const none = await finish(["recover-owner", "--email", "a@example.com"]);
    assert.equal(none.exitCode, 1);
    assert.match(none.err, /there is no database in/);
    assert.equal((await finish(["recover-owner", "--email", "ann"])).exitCode, 2);
    assert.equal((await finish(["audit-verify"])).exitCode, 2);
  });
});

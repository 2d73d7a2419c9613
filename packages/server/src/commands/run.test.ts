import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
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

describe("a start on this machine", () => {
  const proc = "/proc/remit-test/data";

  it("refuses a directory that cannot be made or written to by its setting and where that came from", async () => {
    const cwd = freshDirectory();
    writeFileSync(join(cwd, "file"), "");
    mkdirSync(join(cwd, "closed"), { mode: 0o500 });
    const refusals: [string, RegExp][] = [
      ["file", /^dataDirectory \(--data-dir\): .*\/file is not a directory; choose another with --data-dir$/],
      ["file/data", /^dataDirectory \(--data-dir\): .* cannot be made: .*\/file is not a directory; /],
    ];
    if (existsSync("/proc/self"))
      refusals.push([proc, /^dataDirectory \(--data-dir\): .*cannot be made: E(NOENT|ACCES)/]);
    if (process.getuid?.() !== 0) refusals.push(["closed", /: .*closed cannot be written to: EACCES; /]);
    for (const [directory, refusal] of refusals) {
      for (const command of ["serve", "dev"]) {
        const { exitCode, err } = await finish(
          [command, "--port", "0", "--tls-port", "0", "--data-dir", directory],
          cwd,
        );
        assert.equal(exitCode, 1);
        assert.match(err, refusal, command);
      }
      if (directory === proc) continue;
      const { exitCode, out } = await finish(
        ["doctor", "--temporal-address", "127.0.0.1:1", "--data-dir", directory],
        cwd,
      );
      assert.equal(exitCode, 1);
      assert.match(out, /^fail directory +dataDirectory \(--data-dir\): /m);
      assert.doesNotMatch(out, /^\w+ +(database|files) /m);
    }
    const pglite = await finish(["serve", "--port", "0", "--tls-port", "0", "--pglite-dir", "file"], cwd);
    assert.match(pglite.err, /^pglite\.directory \(--pglite-dir\): .*--pglite-dir$/);
  });

  it("refuses a host that does not resolve, whichever port it is for, and makes nothing", async () => {
    const cwd = freshDirectory();
    const { exitCode, err } = await finish(["serve", "--port", "0", "--tls-port", "0", "--host", "remit.invalid"], cwd);
    assert.equal(exitCode, 1);
    assert.match(err, /^listen\.host \(--host\): "remit\.invalid" does not resolve/);
    const tls = await finish(["serve", "--port", "0", "--tls-port", "0", "--tls-host", "remit.invalid"], cwd);
    assert.match(tls.err, /^listen\.tls\.host \(--tls-host\): "remit\.invalid" does not resolve/);
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

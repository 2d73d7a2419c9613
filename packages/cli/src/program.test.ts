import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { permissions } from "@remit/policy";
import { remit } from "./testing/command.ts";

describe("the remit command without a server", () => {
  it("lists every command in its help, and shows examples for each question", async () => {
    const { exitCode, out } = await remit(["--help"]);
    assert.equal(exitCode, 0);
    for (const name of [
      "serve",
      "dev",
      "doctor",
      "recover-owner",
      "audit",
      "custom-role",
      "can",
      "who-can",
      "whoami",
      "sign-in-link",
      "ask",
      "responsibilities",
      "access",
      "drift",
      "evidence",
      "attest",
      "team",
      "go",
      "request",
      "requests",
      "review",
    ]) {
      assert.match(out, new RegExp(`^  remit ${name}\\b`, "m"));
    }
    assert.match((await remit(["can", "--help"])).out, /remit can cloud\.namespace\.update on namespace/);
  });

  it("refuses what it does not know with exit code 2, and says what would do", async () => {
    const unknown = await remit(["whoamy"]);
    assert.equal(unknown.exitCode, 2);
    assert.match(unknown.err, /There is no command "whoamy"; did you mean whoami\?/);
    assert.match((await remit(["wat"])).err, /There is no command "wat"; .*`remit --help` lists them/);
    assert.match((await remit(["custom-role", "lst"])).err, /no command "custom-role lst"; did you mean list\?/);
    assert.match((await remit(["request", "aprove"])).err, /no command "request aprove"; did you mean approve\?/);
    assert.match(
      (await remit(["request", "access", "projct"])).err,
      /no command "request access projct"; did you mean/,
    );
    assert.match((await remit(["audit", "verfy"])).err, /no command "audit verfy"; did you mean verify\?/);
    assert.match((await remit(["whoami", "extra"])).err, /Unknown argument: extra/);
    for (const flag of ["-o", "--output", "--address", "--api-key", "--ca"]) {
      const { exitCode, err } = await remit(["whoami", flag]);
      assert.equal(exitCode, 2);
      assert.match(err, new RegExp(`^Error: ${flag} needs a value`), flag);
    }
    assert.match((await remit(["can"])).err, /Something is missing: `remit can --help`/);
    for (const words of [
      "custom-role import",
      "responsibilities apply",
      "drift acknowledge",
      "team show",
      "request show",
    ]) {
      assert.match((await remit(words.split(" "))).err, new RegExp(`\`remit ${words} --help\``));
    }
    assert.match((await remit(["request", "access", "project"])).err, /`remit request access project --help`/);
    assert.match((await remit(["request", "access"])).err, /namespace, project or custom-role\?/);
    const mistaken = ["request", "access", "namespace", "a.b", "rite", "--hours", "8", "--reason", "x"];
    assert.match((await remit(mistaken)).err, /"read", "write", "admin"/);
    assert.match((await remit(["whoami", "--adress", "x"])).err, /adress/);
    assert.match((await remit(["whoami", "-o", "xml"])).err, /xml/);
  });

  it("says how to connect when nothing tells it where", async () => {
    const { exitCode, err } = await remit(["whoami"], { cwd: mkdtempSync(join(tmpdir(), "remit-cli-")) });
    assert.equal(exitCode, 2);
    assert.match(err, /^Error: No control plane found: give --address/);
  });

  it("says that nothing answers, without a stack, as text and as JSON", async () => {
    const probe = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => probe.once("listening", resolve));
    const { port } = probe.address() as { port: number };
    await new Promise((resolve) => probe.close(resolve));
    const env = { REMIT_ADDRESS: `127.0.0.1:${port}`, REMIT_API_KEY: "k" };
    const text = await remit(["whoami"], { env });
    assert.equal(text.err, `Error: Nothing answers at http://127.0.0.1:${port}. Is the control plane running?`);
    const { error } = JSON.parse((await remit(["whoami", "-o", "json"], { env })).err) as { error: { code: string } };
    assert.equal(error.code, "unavailable");
  });

  it("asks for the resource where an operation needs one, before it asks the server", async () => {
    const env = { REMIT_ADDRESS: "127.0.0.1:1", REMIT_API_KEY: "k" };
    const ask = async (...args: string[]) => (await remit(args, { env })).err;
    assert.match(await ask("can", "cloud.namespace.get"), /asked of namespaces: say which, as in `on namespace <id>`/);
    assert.match(await ask("can", "cloud.namespace.get", "at", "namespace", "x"), /Expected `on <type> <id>`/);
    assert.match(await ask("can", "cloud.namespace.get", "on"), /On what\?/);
    assert.match(await ask("can", "cloud.namespace.get", "on", "namespace"), /Which of the namespaces\?/);
    assert.match(await ask("who-can", "cloud.namespace.get", "namspace", "x"), /did you mean namespaces\?/);
    for (const question of ["can", "who-can"]) {
      for (const on of [["on"], []]) {
        assert.match(await ask(question, "cloud.namespace.get", ...on, "namespace", "x"), /Nothing answers/, question);
      }
    }
  });

  it("refuses a role file that it cannot read as a role, with the field", async () => {
    const env = { REMIT_ADDRESS: "127.0.0.1:1", REMIT_API_KEY: "k" };
    const load = async (stdin: string) => (await remit(["custom-role", "import", "-"], { env, stdin })).err;
    assert.match(await load("[1"), /is neither JSON nor YAML/);
    assert.match(
      await load('{"name": "x", "grants": [{"operation": 7}]}'),
      /grants\[0\]\.operation: expected a string/,
    );
    assert.match(await load("just text"), /cannot be read as a role/);
    const missing = await remit(["custom-role", "import", "absent.json"], { env });
    assert.match(missing.err, /absent\.json cannot be read: ENOENT/);
  });

  it("completes operations, the word on, and resource types", async () => {
    const complete = async (...words: string[]) => (await remit(["--get-yargs-completions", "remit", ...words])).out;
    const operations = await complete("can", "");
    assert.ok(operations.includes(permissions[0]?.operation ?? "none"));
    assert.match(await complete("can", "cloud.namespace.get", "on", ""), /namespaces/);
    assert.match(await complete("can", "cloud.namespace.get", "-"), /^--as\b/m);
    assert.match(await complete(""), /custom-role/);
    assert.match(await complete("ask", "--operation", "cloud.n"), /^cloud\.namespace\.get$/m);
    assert.match(await complete("evidence", ""), /^cloud-access$/m);
    assert.match(await complete("request", ""), /^withdraw\b/m);
    assert.match(await complete("request", "access", ""), /^custom-role\b/m);
    assert.match(await complete("request", "access", "namespace", "a.b", ""), /^write$/m);
    assert.match(await complete("requests", "--state", ""), /^pending$/m);
  });

  it("needs no control plane for what a file or the program itself answers", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "remit-cli-"));
    assert.match((await remit(["responsibilities", "schema"], { cwd })).out, /"title": "responsibilities\.yaml"/);
    const { out } = await remit(["responsibilities", "template"], { cwd });
    writeFileSync(join(cwd, "r.yaml"), out);
    const page = await remit(["responsibilities", "export", "--file", "r.yaml", "--format", "markdown"], { cwd });
    assert.match(page.out, /^# Shared Responsibility Model\n/);
    const compared = await remit(["responsibilities", "compare", "--file", "-"], { cwd, stdin: out });
    assert.match(compared.out, /^The matrix is the template/);
    assert.match((await remit(["go", "nothing", "--file", "r.yaml"], { cwd })).err, /There is no go-link "nothing"/);
    assert.match((await remit(["responsibilities", "plan", "r.yaml"], { cwd })).err, /No control plane found/);
  });

  it("tells what is wrong in a file before it asks a server", async () => {
    const env = { REMIT_ADDRESS: "127.0.0.1:1", REMIT_API_KEY: "k" };
    const { exitCode, err } = await remit(["responsibilities", "plan", "-"], { env, stdin: "teems: {}" });
    assert.deepEqual([exitCode, err], [2, "Error: -:1:1: teems: there is no such field; did you mean teams?"]);
  });

  it("takes one value for each --namespace, and the words after it for words", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "remit-cli-"));
    writeFileSync(join(cwd, "r.yaml"), "");
    const env = { REMIT_ADDRESS: "127.0.0.1:1", REMIT_API_KEY: "k" };
    assert.match(
      (await remit(["ask", "--file", "r.yaml", "-n", "a.b", "cloud", "access"], { cwd, env })).err,
      /Nothing answers/,
    );
    assert.match((await remit(["ask"], { cwd, env })).err, /About what\?/);
    const mistyped = await remit(["ask", "--operation", "cloud.namespace.updat"], { cwd, env });
    assert.match(mistyped.err, /did you mean cloud\.namespace\.update\?/);
  });

  it("prints a script of each shell that it can complete in", async (t) => {
    for (const shell of ["bash", "zsh", "fish"]) {
      const { exitCode, out } = await remit(["completion", shell]);
      assert.equal(exitCode, 0);
      assert.match(out, /^remit|complete/m);
      assert.match(out, /remit --get-yargs-completions/);
      assert.equal((await remit(["completion"], { env: { SHELL: `/usr/bin/${shell}` } })).out, out);
      const { error, status, stderr } = spawnSync(shell, ["-n"], { input: out, encoding: "utf8" });
      if (error !== undefined) t.diagnostic(`no ${shell} here to read it`);
      else assert.equal(status, 0, stderr);
    }
    assert.equal((await remit(["completion"])).out, (await remit(["completion", "bash"])).out);
    assert.match((await remit(["completion", "tcsh"])).err, /tcsh/);
  });

  it("lists in the help of what asks no server only what it takes", async () => {
    const { out } = await remit(["completion", "--help"]);
    assert.match(out, /--help/);
    assert.doesNotMatch(out, /--(address|api-key|ca|output)\b/);
  });

  it("takes the development key for the development server only", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "remit-cli-"));
    mkdirSync(join(cwd, ".remit/dev"), { recursive: true });
    const connection = { apiAddress: "127.0.0.1:1", tlsAddress: null, caFile: null, apiKey: "k" };
    writeFileSync(join(cwd, ".remit/dev/connection.json"), JSON.stringify(connection));
    assert.match((await remit(["whoami"], { cwd })).err, /Nothing answers at http:\/\/127\.0\.0\.1:1\./);
    assert.match(
      (await remit(["whoami", "--address", "elsewhere:7281"], { cwd })).err,
      /No API key for elsewhere:7281/,
    );
  });
});

// The commands of the machine that the server runs on, one after the other on one data directory.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { PGlite } from "@electric-sql/pglite";
import {
  finishCommand,
  type RunningCommand,
  startCommand,
  untilItSpeaks,
} from "../../packages/server/src/commands/testing/command.ts";

const cwd = mkdtempSync(join(tmpdir(), "remit-host-"));
const connectionFile = join(cwd, ".remit/dev/connection.json");
// No Temporal server answers: none of this needs one.
const settings = ["--log-level", "silent", "--temporal-address", "127.0.0.1:1", "--tls-port", "0"];

const running = new Set<RunningCommand>();
after(async () => {
  await Promise.all([...running].map((command) => command.stop()));
  rmSync(cwd, { recursive: true, force: true });
});

async function start(command: "serve" | "dev"): Promise<RunningCommand> {
  const started = startCommand([command, "--port", "0", ...settings], cwd);
  running.add(started);
  await untilItSpeaks(started);
  return started;
}

const finish = (...args: string[]) => finishCommand(args, cwd);

interface Connection {
  readonly apiAddress: string;
  readonly apiKey: string;
  readonly accountId: string;
  readonly caFile: string;
  readonly gatewayAddress: string;
}

const readConnection = (): Connection => JSON.parse(readFileSync(connectionFile, "utf8")) as Connection;

async function ask(path: string, apiKey: string): Promise<{ status: number; text: string }> {
  const { apiAddress } = readConnection();
  const answer = await fetch(`http://${apiAddress}${path}`, { headers: { authorization: `Bearer ${apiKey}` } });
  return { status: answer.status, text: await answer.text() };
}

describe("the host's commands", () => {
  let firstDevelopmentKey = "";

  it("serve: prints where it listens in one line, and at the very first start the owner's key", async () => {
    const server = await start("serve");
    const [where = "", gateway = "", key = ""] = server.out().split("\n");
    assert.match(
      where,
      /^Remit account [a-z0-9]{6}: listening on 127\.0\.0\.1:\d+ \(plaintext\) and 127\.0\.0\.1:\d+ \(TLS\)$/,
    );
    assert.match(gateway, /^Gateway: 127\.0\.0\.1:\d+ and 127\.0\.0\.1:\d+$/);
    assert.match(key, /^The owner's API key, shown this once: remit_key_/);
    assert.ok(!existsSync(connectionFile), "a development key under serve");

    const second = await finish("serve", "--port", "0", ...settings);
    assert.equal(second.exitCode, 1);
    assert.match(second.err, /is in use by process \d+[\s\S]*--data-dir/);
    assert.equal(await server.stop(), 0);
  });

  it("serve: refuses a port that is taken, and names the flag that chooses another", async (t) => {
    const blocker = createServer();
    t.after(() => blocker.close());
    await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
    const { port } = blocker.address() as { port: number };
    const { exitCode, err } = await finish("serve", "--port", String(port), ...settings);
    assert.equal(exitCode, 1);
    assert.match(err, new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken.*--port`));
  });

  it("dev: leaves a private file that says how to connect, and takes it away when it stops", async () => {
    const server = await start("dev");
    const connection = readConnection();
    assert.deepEqual(Object.keys(connection), [
      "apiAddress",
      "tlsAddress",
      "caFile",
      "apiKey",
      "accountId",
      "temporalAddress",
      "gatewayAddress",
      "consoleUrl",
    ]);
    assert.match(connection.gatewayAddress, /^127\.0\.0\.1:\d+$/);
    assert.ok(existsSync(connection.caFile));
    if (process.platform !== "win32") {
      assert.equal(statSync(connectionFile).mode & 0o777, 0o600);
      assert.equal(statSync(join(cwd, ".remit")).mode & 0o777, 0o700);
    }
    assert.equal((await ask("/cloud/current-identity", connection.apiKey)).status, 200);
    assert.ok(!server.out().includes(connection.apiKey), "the development key was printed");
    assert.doesNotMatch(server.out(), /remit_key_/, "the owner's key was printed again");
    firstDevelopmentKey = connection.apiKey;
    assert.equal(await server.stop(), 0);
    assert.ok(!existsSync(connectionFile));
  });

  it("dev: leaves the connection file of another server that runs alone, and says where its own is", async () => {
    const first = await start("dev");
    const connection = readConnection();
    const second = startCommand(["dev", "--port", "0", ...settings, "--data-dir", "second"], cwd);
    running.add(second);
    await untilItSpeaks(second);
    assert.match(
      second.out(),
      /^ {2}Connection +second\/connection\.json .*\n +because .*belongs to the server of process/m,
    );
    const own = JSON.parse(readFileSync(join(cwd, "second/connection.json"), "utf8")) as Connection;
    assert.notEqual(own.accountId, connection.accountId);
    assert.deepEqual(readConnection(), connection);
    const named = ["--data-dir", "third", "--connection-file", connectionFile];
    const { exitCode, err } = await finish("dev", "--port", "0", ...settings, ...named);
    assert.equal(exitCode, 1);
    assert.match(err, /the connection file in .* is in use by process \d+[\s\S]*another --connection-file/);
    assert.equal(await second.stop(), 0);
    assert.ok(!existsSync(join(cwd, "second/connection.json")));
    assert.deepEqual(readConnection(), connection);
    assert.equal(await first.stop(), 0);
  });

  it("dev: shows the owner's key also when the very first start fails after it was made", async () => {
    mkdirSync(join(cwd, "taken.json"));
    const own = ["--data-dir", "failed", "--connection-file", "taken.json"];
    const { exitCode, err } = await finish("dev", "--port", "0", ...settings, ...own);
    assert.equal(exitCode, 1);
    assert.match(err, /owner's API key, shown this once: remit_key_/);
    assert.doesNotMatch(err, /\n\s+at /);
  });

  it("recover-owner: makes an owner with a new key", async () => {
    const recovered = await finish("recover-owner", "--email", "new@example.com", "-o", "json");
    assert.equal(recovered.exitCode, 0, recovered.err);
    const { apiKey, userId } = JSON.parse(recovered.out) as { apiKey: string; userId: string };
    const respelt = await finish("recover-owner", "--email", "New@Example.com", "-o", "json");
    assert.equal(respelt.exitCode, 0, respelt.err);
    assert.equal((JSON.parse(respelt.out) as { userId: string }).userId, userId, "two spellings are one person");

    const server = await start("dev");
    const logs = await ask("/cloud/audit-logs", apiKey);
    assert.match(logs.text, /RecoverOwner/);
    const { status } = await ask("/cloud/current-identity", firstDevelopmentKey);
    assert.equal(status, 401, "the development key of the start before still works");

    const busy = await finish("audit-verify");
    assert.equal(busy.exitCode, 2);
    assert.match(busy.err, /is in use by process/);
    writeFileSync(connectionFile, '{"apiKey":"another"}');
    await server.stop();
    assert.ok(existsSync(connectionFile), "another server's connection file was removed");
  });

  it("doctor: finds an open key file and a Temporal server that does not answer, and nothing else", async () => {
    chmodSync(connectionFile, 0o644);
    const { exitCode, out } = await finish("doctor", "--output", "json", ...settings);
    const { checks } = JSON.parse(out) as { checks: { level: string; subject: string; found: string }[] };
    assert.equal(exitCode, 1);
    const subjects = checks.map(({ subject }) => subject);
    for (const subject of ["settings", "Node", "database", "schema", "clock", "Temporal", "certificate"]) {
      assert.ok(subjects.includes(subject), subject);
    }
    const failed = checks.filter(({ level }) => level === "fail").map(({ subject }) => subject);
    assert.deepEqual(
      failed.filter((subject) => subject !== "files"),
      ["Temporal"],
    );
    const open = checks.find(({ subject, level }) => subject === "files" && level === "fail");
    if (process.platform !== "win32") assert.match(open?.found ?? "", /connection\.json is open to other users/);
  });

  it("audit-verify: holds, and finds a record that was changed", async () => {
    const intact = await finish("audit-verify");
    assert.equal(intact.exitCode, 0, intact.err);
    assert.match(intact.out, /^The audit log is intact: \d+ records chained, 0 waiting/);

    const lite = await PGlite.create(join(cwd, ".remit/data/pglite"));
    await lite.exec("UPDATE audit_log SET principal_name = 'somebody else' WHERE chain_seq = 2");
    await lite.close();
    const broken = await finish("audit-verify", "--output=json");
    assert.equal(broken.exitCode, 1);
    assert.equal((JSON.parse(broken.out) as { seq: number }).seq, 2);
  });
});

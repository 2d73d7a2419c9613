// `npm start` as a person runs it, except that every port and directory is the test's own.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { endWithUs, stopChild } from "../tools/stop-child.ts";
import { temporalIsMissing } from "../tools/temporal-dev-server.ts";

const directory = mkdtempSync(join(tmpdir(), "remit-start-"));
const dataDirectory = join(directory, "data");
const connectionFile = join(directory, "connection.json");
const args = ["--port", "0", "--tls-port", "0", "--data-dir", dataDirectory, "--connection-file", connectionFile];

const running = new Set<ChildProcess>();
after(async () => {
  await Promise.all([...running].map((child) => stopChild(child, "SIGTERM", 20_000)));
  rmSync(directory, { recursive: true, force: true });
});

interface Connection {
  readonly accountId: string;
  readonly apiAddress: string;
  readonly temporalAddress: string;
}

function launch() {
  const { TEMPORAL_ADDRESS: _, ...env } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, "start.ts"), ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, as a shell makes one.
    detached: true,
  });
  endWithUs(child);
  running.add(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const ended = once(child, "close").then(([code]) => Number(code));
  return { child, ended, text: () => text };
}

async function start() {
  const started = launch();
  while (!started.text().includes("Remit is running.")) {
    assert.equal(started.child.exitCode, null, started.text());
    await wait(50);
  }
  return { ...started, connection: JSON.parse(readFileSync(connectionFile, "utf8")) as Connection };
}

/** Of Temporal's development server, from its lock. */
const temporalPid = (): number => Number.parseInt(readFileSync(join(dataDirectory, "temporal.lock"), "utf8"), 10);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("npm start", () => {
  const missing = process.env.REMIT_TEST_TEMPORAL_MISSING ?? temporalIsMissing();
  let accountId = "";

  it("starts everything, says where it is, and ends every child at Ctrl-C", async (t) => {
    if (missing !== null) return t.skip(missing);
    const { child, ended, text, connection } = await start();
    for (const name of ["API", "API with TLS", "CA file", "Temporal", "Temporal UI", "Account", "Connection", "Try"]) {
      assert.match(text(), new RegExp(`^  ${name} {2,}\\S`, "m"), name);
    }
    assert.match(text(), /Owner's key +remit_key_/);
    const pid = temporalPid();
    assert.ok(isAlive(pid));
    accountId = connection.accountId;

    const second = launch();
    assert.equal(await second.ended, 1);
    const refusal = `the development server's data in .* is in use by process ${child.pid};[\\s\\S]*--data-dir`;
    assert.match(second.text(), new RegExp(refusal));
    assert.doesNotMatch(second.text(), /embedded database/);

    // A terminal sends it to the whole group: Temporal has it at the same moment.
    process.kill(-(child.pid ?? 0), "SIGINT");
    assert.equal(await ended, 0, text());
    assert.ok(!isAlive(pid), "Temporal is still there");
    assert.ok(!existsSync(connectionFile));
  });

  it("finds its data again, and ends by itself when Temporal does", async (t) => {
    if (missing !== null) return t.skip(missing);
    const { ended, text, connection } = await start();
    assert.equal(connection.accountId, accountId);
    assert.doesNotMatch(text(), /Owner's key/);
    process.kill(temporalPid(), "SIGKILL");
    assert.equal(await ended, 1);
    assert.match(text(), /Temporal server has ended by itself/);
    assert.ok(!existsSync(connectionFile));
  });

  it("ends the Temporal server that a killed start left behind, says so, and goes on with the data", async (t) => {
    if (missing !== null) return t.skip(missing);
    const killed = await start();
    const orphan = temporalPid();
    t.after(() => isAlive(orphan) && process.kill(orphan, "SIGKILL"));
    killed.child.kill("SIGKILL");
    await killed.ended;
    assert.ok(isAlive(orphan), "there is no orphan");
    const { child, ended, text, connection } = await start();
    assert.match(text(), new RegExp(`Ended the Temporal server \\(process ${orphan}\\)`));
    assert.equal(connection.accountId, accountId);
    assert.notEqual(temporalPid(), orphan);
    child.kill("SIGINT");
    assert.equal(await ended, 0, text());
  });

  it("leaves a process alone that has got the pid of a killed start's server", async (t) => {
    if (missing !== null) return t.skip(missing);
    const stranger = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    endWithUs(stranger);
    t.after(() => stopChild(stranger));
    writeFileSync(join(dataDirectory, "temporal.lock"), `${stranger.pid}`);
    const { child, ended, text } = await start();
    assert.doesNotMatch(text(), /Ended the Temporal server/);
    assert.equal(stranger.exitCode, null);
    child.kill("SIGINT");
    assert.equal(await ended, 0, text());
  });
});

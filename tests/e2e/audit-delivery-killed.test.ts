// The product's own program, killed between sending records and noting that they were acknowledged.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { it } from "node:test";
import { endWithUs, stopChild } from "../../tools/stop-child.ts";
import { type AuditLine, assertWhole, parseLines, withoutRepeats } from "../harness/audit-lines.ts";
import { createCaller } from "../harness/control-plane.ts";
import { makeDirectory } from "../harness/databases.ts";
import { untilAsync } from "../harness/until.ts";

const main = join(import.meta.dirname, "../../packages/server/src/main.ts");

interface Running {
  readonly child: ChildProcess;
  readonly said: { out: string; err: string };
}

/** `settings` by their names in the environment. */
function serve(directory: string, settings: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, [main, "serve"], {
    cwd: directory,
    env: {
      PATH: process.env.PATH ?? "",
      REMIT_PGLITE_DIR: join(directory, "store"),
      REMIT_DATA_DIR: directory,
      REMIT_LISTEN_PORT: "0",
      REMIT_TLS_CERTIFICATE: "none",
      REMIT_LOG_LEVEL: "error",
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  endWithUs(child);
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
  return { child, said };
}

const find = (pattern: RegExp, where: () => string): Promise<string> =>
  untilAsync(() => Promise.resolve(pattern.exec(where())?.[1]));

it("sends again, in order, what a killed process had sent and not noted, and writes nothing but records to stdout", async (t) => {
  await using directory = await makeDirectory();
  const lines: AuditLine[] = [];
  let answers = false;
  const receiver = createServer((request, response) => {
    void text(request).then((body) => {
      lines.push(...parseLines(body.split("\n").filter((line) => line !== "")));
      if (answers) response.end();
    });
  }).listen(0, "127.0.0.1");
  t.after(() => {
    receiver.closeAllConnections();
    receiver.close();
  });
  await once(receiver, "listening");
  const { port } = receiver.address() as AddressInfo;
  const secretFile = join(directory.path, "hook.secret");
  await writeFile(secretFile, "shared");
  const hook = { kind: "webhook", name: "hook", url: `http://127.0.0.1:${port}/`, secretFile };

  const first = serve(directory.path, { REMIT_AUDIT_STREAMS: JSON.stringify([hook]) });
  const key = await find(/shown this once: (\S+)/, () => first.said.out);
  await untilAsync(() => Promise.resolve(lines.length > 0 ? true : undefined));
  await stopChild(first.child, "SIGKILL");
  const sentBefore = lines.length;
  answers = true;

  const streams = JSON.stringify([hook, { kind: "stdout", name: "pipe" }]);
  const second = serve(directory.path, { REMIT_AUDIT_STREAMS: streams });
  const url = await find(/listening on (\S+) \(plaintext\)/, () => second.said.err);
  const { cloud } = createCaller(`http://${url}`, key);
  for (const displayName of ["One", "Two", "Three"]) await cloud.createProject({ spec: { displayName } });
  const isThird = ({ operation, raw_details: details }: AuditLine): boolean =>
    operation === "CreateProject" && JSON.stringify(details).includes("Three");
  const last = await untilAsync(() => Promise.resolve(lines.find(isThird)));
  const printed = await untilAsync(() => {
    const records = parseLines(second.said.out.split("\n").slice(0, -1));
    return Promise.resolve(records.some(isThird) ? records : undefined);
  });
  await stopChild(second.child, "SIGINT");

  assertWhole(lines, 1, last.remit.seq);
  assert.ok(lines.length >= withoutRepeats(lines).length + sentBefore, "what was sent before came again");
  assertWhole(printed, 1, last.remit.seq);
});

import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { after, describe, it } from "node:test";
import { DeliveryError } from "./destination.ts";
import { openFile } from "./file.ts";
import { openStdout } from "./stdout.ts";
import type { StreamRecord } from "./stream-record.ts";

const never = new AbortController().signal;
const lineOf = (seq: number): string => `{"emit_time":"2026-01-01T00:00:00.000Z","seq":${seq}}`;
const toRecord = (seq: number): StreamRecord => ({
  seq,
  logId: `log-${seq}`,
  account: "acme01",
  json: lineOf(seq),
  toShortJson: () => lineOf(seq),
});
const linesOf = (...seqs: number[]): string => seqs.map((seq) => `${lineOf(seq)}\n`).join("");

describe("delivery to a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "remit-audit-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const write = async (path: string, ...seqs: number[]): Promise<void> => {
    const file = openFile(path);
    await file.send(seqs.map(toRecord), never);
    await file.close();
  };

  it("appends lines that only its owner reads", async () => {
    const path = join(folder, "lines");
    await write(path, 1, 2);
    await write(path, 3);
    assert.equal(readFileSync(path, "utf8"), linesOf(1, 2, 3));
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  it("goes on in a new file when somebody rotates the old one", async () => {
    const path = join(folder, "rotated");
    const file = openFile(path);
    await file.send([toRecord(1)], never);
    renameSync(path, `${path}.1`);
    await file.send([toRecord(2)], never);
    rmSync(path);
    await file.send([toRecord(3)], never);
    await file.close();
    assert.deepEqual([readFileSync(`${path}.1`, "utf8"), readFileSync(path, "utf8")], [linesOf(1), linesOf(3)]);
  });

  it("takes away a line that was cut off, wherever it was cut", async () => {
    for (const [index, length] of [1, 5, 20, lineOf(2).length].entries()) {
      const path = join(folder, `torn-${index}`);
      writeFileSync(path, linesOf(1) + lineOf(2).slice(0, length));
      await write(path, 2);
      assert.equal(readFileSync(path, "utf8"), linesOf(1, 2), `cut at ${length}`);
    }
    const long = join(folder, "torn-long");
    writeFileSync(long, `${linesOf(1)}${lineOf(2)}${"x".repeat(200_000)}`);
    await write(long, 2);
    assert.equal(readFileSync(long, "utf8"), linesOf(1, 2));
  });

  it("leaves a file alone that does not hold records, and says so", async () => {
    const path = join(folder, "hosts");
    writeFileSync(path, "127.0.0.1 localhost\n# no line break");
    await assert.rejects(write(path, 1), (error) => error instanceof DeliveryError && error.kind === "configuration");
    assert.equal(readFileSync(path, "utf8"), "127.0.0.1 localhost\n# no line break");
    appendFileSync(path, "\n");
    await write(path, 1);
    await assert.rejects(write(join(folder, "no/such/folder"), 1), /ENOENT/);
    await assert.rejects(write(folder, 1), DeliveryError);
  });

  it("writes the same lines to the standard output", async () => {
    const output = new PassThrough();
    await openStdout(output).send([toRecord(1), toRecord(2)], never);
    output.end();
    assert.equal(await text(output), linesOf(1, 2));
  });
});

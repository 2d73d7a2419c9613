import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { openPGlite } from "./pglite.ts";

const directory = mkdtempSync(join(tmpdir(), "remit-pglite-"));
after(() => rmSync(directory, { recursive: true, force: true }));

describe("openPGlite", () => {
  it("closes its files to other users, also in a directory that was made open", {
    skip: process.platform === "win32" && "Windows has no such bits",
  }, async () => {
    const folder = join(directory, "pglite");
    chmodSync(directory, 0o755);
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    const database = await openPGlite(directory);
    await database.close();
    assert.equal(statSync(folder).mode & 0o077, 0);
  });
});

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { makeDirectory } from "../../../../tests/harness/databases.ts";
import { lockDirectory } from "./directory-lock.ts";
import { openPGlite } from "./pglite.ts";

const program = `
  import { lockDirectory } from ${JSON.stringify(new URL("./directory-lock.ts", import.meta.url).href)};
  process.stdin.once("data", () => {
    try {
      lockDirectory(process.argv[1]);
      console.log("locked");
    } catch (error) {
      console.log(error.message);
    }
  });
  console.log("ready");`;

interface Locker extends AsyncDisposable {
  readonly child: ChildProcess;
  /** What came of it: "locked" or the error's message. */
  lock(): Promise<string>;
}

/** Another process that is up and waits for the word to lock. */
async function startLocker(directory: string): Promise<Locker> {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program, directory], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const answer = async (): Promise<string> => {
    const [text] = (await once(child.stdout, "data")) as [Buffer];
    return text.toString().trim();
  };
  assert.equal(await answer(), "ready");
  return {
    child,
    lock: () => {
      const locked = answer();
      child.stdin.write("now\n");
      return locked;
    },
    [Symbol.asyncDispose]: () => kill(child),
  };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

describe("the lock of a data directory", () => {
  it("keeps a second process out while the first lives, and names the first", async () => {
    await using directory = await makeDirectory();
    await using first = await startLocker(directory.path);
    assert.equal(await first.lock(), "locked");
    assert.throws(() => lockDirectory(directory.path), new RegExp(`in use by process ${first.child.pid}`));
  });

  it("is taken over when its holder was killed", async () => {
    await using directory = await makeDirectory();
    const first = await startLocker(directory.path);
    assert.equal(await first.lock(), "locked");
    await kill(first.child);
    lockDirectory(directory.path)();
  });

  it("keeps the same process from opening it twice", async () => {
    await using directory = await makeDirectory();
    const unlock = lockDirectory(directory.path);
    assert.throws(() => lockDirectory(directory.path), /in use/);
    unlock();
    lockDirectory(directory.path)();
  });

  it("left by a process of the same pid is taken over: a container's first process is always the same", async () => {
    await using directory = await makeDirectory();
    writeFileSync(join(directory.path, "pglite.lock"), String(process.pid));
    lockDirectory(directory.path)();
  });

  it("whose holder's pid another process has now is taken over", async (t) => {
    if (process.platform !== "linux") return t.skip("only Linux tells when a process began");
    await using directory = await makeDirectory();
    await using first = await startLocker(directory.path);
    assert.equal(await first.lock(), "locked");
    const file = join(directory.path, "pglite.lock");
    const [, ...began] = readFileSync(file, "utf8").split(" ");
    writeFileSync(file, [process.ppid, ...began].join(" "));
    lockDirectory(directory.path)();
  });

  it("goes to exactly one of many processes that find a stale one at once, and nothing is left beside it", async () => {
    await using directory = await makeDirectory();
    await using stack = new AsyncDisposableStack();
    writeFileSync(join(directory.path, "pglite.lock"), "999999999");
    const lockers = await Promise.all(Array.from({ length: 8 }, () => startLocker(directory.path)));
    for (const locker of lockers) stack.use(locker);
    const ends = await Promise.all(lockers.map((locker) => locker.lock()));
    assert.equal(ends.filter((end) => end === "locked").length, 1, ends.join("; "));
    assert.deepEqual(readdirSync(directory.path), ["pglite.lock"]);
  });
});

describe("a PGlite store", () => {
  it("refuses a second opener, frees its directory when it closes, and keeps its data", async () => {
    await using directory = await makeDirectory();
    const first = await openPGlite(directory.path);
    await assert.rejects(openPGlite(directory.path), /in use/);
    await first.close();
    assert.equal(existsSync(join(directory.path, "pglite.lock")), false);
    await (await openPGlite(directory.path)).close();
  });
});

// Files that only the user who runs Remit may read: 0600 in directories of 0700.
import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes the directory and the ones above it that are missing. Not by Node's `recursive`, which tries for ever where
 * the system answers ENOENT for a new name in a directory that is there, as /proc does (Node 24).
 */
export function makePrivateDirectory(directory: string): void {
  const missing: string[] = [];
  for (let at = directory; !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.unshift(at);
  for (const path of missing) makeOne(path);
}

function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !existsSync(path)) throw error;
  }
}

/** Replaces the file in one step: a reader sees the old content or the new, never half of it. */
export function writePrivateFile(file: string, content: string): void {
  const draft = writeDraft(file, content);
  renameSync(draft, file);
}

/** Makes the file unless it is there. Of two processes at once one wins, and both then read the same. */
export function createPrivateFile(file: string, makeContent: () => string): void {
  if (existsSync(file)) return;
  const draft = writeDraft(file, makeContent());
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDraft(file: string, content: string): string {
  makePrivateDirectory(dirname(file));
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, content, { mode: 0o600, flag: "wx" });
  return draft;
}

/** Permission bits that others than the owner have; 0 is as it should be. On Windows always 0: there are no such bits. */
export function looseBits(path: string): number {
  return process.platform === "win32" ? 0 : statSync(path).mode & 0o077;
}

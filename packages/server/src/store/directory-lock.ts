// A lock on a directory: a file with the holder's process id and beginning. Node has no advisory locks, and both
// embedded engines (PGlite, Temporal's development server) let two processes open one directory and corrupt it.

import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A thing in a directory that takes a single process. */
export interface Lock {
  /** Name of the lock's file. */
  readonly file: string;
  /** What a person reads. */
  readonly thing: string;
}

export const databaseLock: Lock = { file: "pglite.lock", thing: "the embedded database" };

/** Locks that this process holds: after a crash in a container, the new process often has the old one's pid. */
const held = new Set<string>();

/**
 * Takes the lock and returns the way to give it back. A lock whose holder is gone (kill -9) is taken over.
 * @param holder the process whose life is the lock's
 * @throws Error "the embedded database in … is in use by process N"
 */
export function lockDirectory(directory: string, lock: Lock = databaseLock, holder: number = process.pid): () => void {
  const file = join(directory, lock.file);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // Written aside and linked, so that the lock never exists without its holder in it.
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, `${holder} ${beginningOf(holder)}`.trim(), { mode: 0o600, flag: "wx" });
  try {
    while (!tryLink(draft, file)) removeIfStale(file, draft, lock);
  } finally {
    rmSync(draft, { force: true });
  }
  held.add(file);
  return () => {
    if (held.delete(file)) rmSync(file, { force: true });
  };
}

/** The process that holds the lock now, or null. */
export function findHolder(directory: string, lock: Lock): number | null {
  const file = join(directory, lock.file);
  const holder = readHolder(file);
  return holder !== null && isAlive(file, holder) ? holder.pid : null;
}

function tryLink(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Moved aside before it is removed: of two processes that find one stale lock, only one gets it. */
function removeIfStale(file: string, draft: string, lock: Lock): void {
  const holder = readHolder(file);
  if (holder === null) return;
  if (isAlive(file, holder)) throw inUse(file, holder, lock);
  const aside = `${draft}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const moved = readHolder(aside) ?? holder;
  // Another process took the lock over in between, and what was moved is its own: it goes back.
  if (!isSame(moved, holder) && isAlive(file, moved)) {
    tryLink(aside, file);
    unlinkSync(aside);
    throw inUse(file, moved, lock);
  }
  unlinkSync(aside);
}

interface Holder {
  readonly pid: number;
  /** Empty where the system does not tell. */
  readonly began: string;
}

const isSame = (one: Holder, other: Holder): boolean => one.pid === other.pid && one.began === other.began;

const inUse = (file: string, { pid }: Holder, { thing }: Lock): Error =>
  new Error(`${thing} in ${dirname(file)} is in use by process ${pid}; one process at a time`);

function readHolder(file: string): Holder | null {
  try {
    const [pid, ...began] = readFileSync(file, "utf8").split(" ");
    return { pid: Number(pid), began: began.join(" ") };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function isAlive(file: string, { pid, began }: Holder): boolean {
  if (pid === process.pid) return held.has(file);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const now = beginningOf(pid);
  if (now === ended) return false;
  // After a restart of the machine or the container the pid may be anybody's.
  return began === "" || now === "" || began === now;
}

/** Of a process that has ended and whose parent has not asked about it, which some containers' first process never does. */
const ended = "ended";

/** Boot and moment at which the process began, which no other process of its pid shares; "" where /proc does not tell. */
function beginningOf(pid: number): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name, in parentheses, may hold anything; the time is the 20th field after it.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? ended : `${boot} ${rest[18]}`;
  } catch {
    return "";
  }
}

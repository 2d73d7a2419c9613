// A lock on a directory: a file with the holder's process id and beginning. Node has no advisory locks, and both
// embedded engines (PGlite, Temporal's development server) let two processes open one directory and corrupt it.

import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A thing in a directory that takes a single process. */
export interface Lock {
  /** Name of the lock's file. */
  readonly file: string;
  /** What a person reads. */
  readonly thing: string;
  /** What names another place for it. */
  readonly flag: string;
}

export const databaseLock: Lock = { file: "pglite.lock", thing: "the embedded database", flag: "--data-dir" };

export class InUse extends Error {
  readonly lock: Lock;
  readonly holder: number;

  constructor(directory: string, lock: Lock, holder: number) {
    super(`${lock.thing} in ${directory} is in use by process ${holder}; one process at a time`);
    this.lock = lock;
    this.holder = holder;
  }
}

const turnPauseMs = 5;
const longestTurnMs = 2_000;

/** Locks that this process holds: after a crash in a container, the new process often has the old one's pid. */
const held = new Set<string>();

/**
 * Takes the lock and returns the way to give it back. A lock whose holder is gone (kill -9) is taken over.
 * @param holder the process whose life is the lock's
 * @throws InUse "the embedded database in … is in use by process N"
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

function removeIfStale(file: string, draft: string, lock: Lock): void {
  const holder = readHolder(file);
  if (holder === null) return;
  if (isAlive(file, holder)) throw inUse(file, holder, lock);
  inTurn(`${file}.turn`, draft, () => {
    const found = readHolder(file);
    if (found !== null && !isAlive(file, found)) unlinkSync(file);
  });
}

/**
 * Of processes that find one stale lock at once, one looks again and removes it while the others wait: it could be the
 * lock that another has just taken. A turn takes no time, so one that lasts is that of a process that was killed in it.
 */
function inTurn(turn: string, draft: string, act: () => void): void {
  for (let waited = 0; !tryLink(draft, turn); waited += turnPauseMs) {
    if (waited >= longestTurnMs) rmSync(turn, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, turnPauseMs);
  }
  try {
    act();
  } finally {
    rmSync(turn, { force: true });
  }
}

interface Holder {
  readonly pid: number;
  /** Empty where the system does not tell. */
  readonly began: string;
}

const inUse = (file: string, { pid }: Holder, lock: Lock): InUse => new InUse(dirname(file), lock, pid);

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

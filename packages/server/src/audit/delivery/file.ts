// Records as JSON lines in a file, which somebody else may rotate: a file that was moved away is made anew. Each batch is
// on the disk before it counts. A line that a crash cut off is taken away before the next one is written; it was not
// acknowledged, so it comes again.
import { type FileHandle, open, stat } from "node:fs/promises";
import { DeliveryError, type Destination } from "./destination.ts";
import { beginningOfRecords } from "./stream-record.ts";

const tailBytes = 64 * 1024;

export function openFile(path: string): Destination {
  let handle: FileHandle | null = null;
  const close = async (): Promise<void> => {
    const open = handle;
    handle = null;
    await open?.close();
  };
  return {
    send: async (records) => {
      try {
        if (handle !== null && !(await isStillAt(path, handle))) await close();
        handle ??= await openRepaired(path);
        await handle.appendFile(records.map(({ json }) => `${json}\n`).join(""));
        await handle.datasync();
      } catch (error) {
        // Half a batch may stand there: opening it anew takes its last line away.
        await close().catch(() => undefined);
        throw toDeliveryError(path, error);
      }
    },
    close,
  };
}

/** False when the file was moved or taken away since: what is written now would go where nobody looks. */
async function isStillAt(path: string, handle: FileHandle): Promise<boolean> {
  const there = await stat(path, { bigint: true }).catch(() => null);
  const open = await handle.stat({ bigint: true });
  return there !== null && there.ino === open.ino && there.dev === open.dev;
}

async function openRepaired(path: string): Promise<FileHandle> {
  // Readable by whoever runs Remit alone, unless it is there already.
  const handle = await open(path, "a+", 0o600);
  try {
    if (!(await handle.stat()).isFile()) throw new DeliveryError("configuration", `${path} is not a file`);
    await cutTornLine(path, handle);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** @throws DeliveryError when what would be cut off is not a record's */
async function cutTornLine(path: string, handle: FileHandle): Promise<void> {
  const { size } = await handle.stat();
  let tail = Buffer.alloc(0);
  while (tail.length < size && !tail.includes(0x0a)) {
    const length = Math.min(tailBytes, size - tail.length);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - tail.length - length);
    tail = Buffer.concat([buffer, tail]);
  }
  const torn = tail.subarray(tail.lastIndexOf(0x0a) + 1);
  if (torn.length === 0) return;
  const text = torn.subarray(0, beginningOfRecords.length).toString();
  if (!beginningOfRecords.startsWith(text)) {
    throw new DeliveryError("configuration", `${path} does not hold audit records: its last line is something else`);
  }
  await handle.truncate(size - torn.length);
}

function toDeliveryError(path: string, error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const passing = code === "ENOSPC" || code === "EIO" || code === "EDQUOT" || code === "EMFILE";
  return new DeliveryError(passing ? "internal" : "configuration", `${path}: ${code ?? message}`, 0, error);
}

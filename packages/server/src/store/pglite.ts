// PGlite in this process: the embedded store for one machine. Not for production: it does not wait for the disk
// (a power cut can lose the last commits) and it blocks the event loop while it works.
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import type { Database, Db } from "./database.ts";
import { lockDirectory } from "./directory-lock.ts";
import type { Schema } from "./schema.ts";

/**
 * Opens the directory, or memory when null. `image` is what `dumpDataDir` made of an empty database: memory starts from
 * it instead of making a database anew, which takes seconds.
 */
export async function openPGlite(directory: string | null, image?: Blob): Promise<Database> {
  const unlock = directory === null ? () => {} : lockDirectory(directory);
  try {
    const options = { parsers: { 20: (value: string) => Number(value) } };
    const lite = await (directory === null
      ? PGlite.create(image === undefined ? options : { ...options, loadDataDir: image })
      : PGlite.create(makePrivate(join(directory, "pglite")), options));
    const db: Db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: lite }) });
    return {
      engine: "pglite",
      db,
      listen: (channel, listener) => lite.listen(channel, listener),
      close: async () => {
        await db.destroy();
        if (!lite.closed) await lite.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * PGlite makes its files writable by everybody and has no option for it, so what closes them is the folder around them:
 * the directory itself may have been made, open, by whoever set the machine up.
 */
function makePrivate(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

// A database in memory for a test. Making one anew takes seconds, so an empty one is made once and kept on disk.
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Database } from "./database.ts";
import { openPGlite } from "./pglite.ts";

const cache = join(import.meta.dirname, "../../../../.remit/test");

export const openTestPGlite = async (): Promise<Database> => openPGlite(null, await emptyImage());

/** An empty database of the installed PGlite, without any table. */
export async function emptyImage(): Promise<Blob> {
  const file = join(cache, `pglite-${versionOfPGlite()}.tar`);
  const kept = await readFile(file).catch(() => null);
  if (kept !== null) return new Blob([new Uint8Array(kept)]);
  const lite = await PGlite.create();
  const image = await lite.dumpDataDir("none");
  await lite.close();
  await mkdir(cache, { recursive: true });
  // Test files run side by side: a half-written image must never be found under the name.
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, Buffer.from(await image.arrayBuffer()));
  await rename(draft, file);
  return image;
}

function versionOfPGlite(): string {
  const main = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const { version } = createRequire(main)("../package.json") as { version: string };
  return version;
}

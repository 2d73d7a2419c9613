import { existsSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../compose.ts";
import type { Config } from "../config/index.ts";
import type { Database } from "../store/database.ts";
import { findDirectoryProblems } from "./directories.ts";
import { createLog } from "./log.ts";

/** Whether there is a database to open. Postgres always is: what it holds shows when it is read. */
export const hasStore = ({ store }: Config): boolean =>
  store.kind === "postgres" || (store.directory !== null && existsSync(join(store.directory, "pglite")));

/** @throws Error instead of making an empty database, which opening does otherwise */
export async function openExistingStore(config: Config): Promise<Database> {
  const [problem] = findDirectoryProblems(config);
  if (problem !== undefined) throw new Error(problem);
  if (!hasStore(config)) throw new Error(`there is no database in ${config.dataDirectory}: see --data-dir`);
  return openStore({ store: config.store, log: createLog(config.logLevel, "readable") });
}

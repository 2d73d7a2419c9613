// Where a server under test keeps its data, and a way for the checker to look at it while no server runs.
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type { Database } from "../../packages/server/src/store/database.ts";
import { openPGlite } from "../../packages/server/src/store/pglite.ts";
import { openPostgres } from "../../packages/server/src/store/postgres.ts";
import { makeDatabase, makeDirectory } from "../harness/databases.ts";

export interface Place extends AsyncDisposable {
  readonly engine: "pglite" | "postgres";
  /** Settings of the server, as its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** The data as the last server left it. The server that follows finds it untouched. */
  inspect<T>(look: (database: Database) => Promise<T>): Promise<T>;
}

/** The checker reads a copy: recovering the original is the next server's own business. */
export async function makePGlitePlace(): Promise<Place> {
  const directory = await makeDirectory();
  const data = join(directory.path, "data");
  return {
    engine: "pglite",
    environment: { REMIT_DATA_DIR: data },
    inspect: async (look) => {
      await using copy = await makeDirectory();
      await cp(join(data, "pglite"), join(copy.path, "pglite"), { recursive: true });
      const database = await openPGlite(copy.path);
      try {
        return await look(database);
      } finally {
        await database.close();
      }
    },
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
}

export async function makePostgresPlace(serverUrl: string): Promise<Place> {
  const directory = await makeDirectory();
  const fresh = await makeDatabase(serverUrl);
  return {
    engine: "postgres",
    environment: { REMIT_DATA_DIR: join(directory.path, "data"), REMIT_POSTGRES_URL: fresh.url },
    inspect: async (look) => {
      const database = await openPostgres({ url: fresh.url, onError: () => undefined });
      try {
        await untilAlone(database);
        return await look(database);
      } finally {
        await database.close();
      }
    },
    [Symbol.asyncDispose]: async () => {
      await fresh[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

/** Postgres finishes what a killed client asked for last, a commit for example. */
async function untilAlone({ db }: Database): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ others: number }>`
      SELECT count(*) AS others FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`.execute(db);
    if (Number(rows[0]?.others) === 0) return;
    await sleep(10);
  }
}

import { after, before } from "node:test";
import { sql } from "kysely";
import { sharePostgres } from "../../../../tests/harness/databases.ts";
import { describeStore } from "./contract.ts";
import type { Database } from "./database.ts";
import { openTestPGlite } from "./pglite.test-support.ts";
import { openPostgres } from "./postgres.ts";

const freshPostgres = sharePostgres();

// Starting PGlite takes seconds, so all parts of the suite share one and each begins with an empty schema.
let lite: Database;
before(async () => {
  lite = await openTestPGlite();
});
after(() => lite.close());

describeStore({ name: "PGlite", connections: "one" }, async () => {
  await sql`DROP SCHEMA public CASCADE`.execute(lite.db);
  await sql`CREATE SCHEMA public`.execute(lite.db);
  return { database: lite, second: null, [Symbol.asyncDispose]: () => Promise.resolve() };
});

describeStore({ name: "Postgres", connections: "many" }, async () => {
  const fresh = await freshPostgres();
  if (typeof fresh === "string") return fresh;
  const options = { url: fresh.url, onError: () => undefined };
  const [database, second] = await Promise.all([openPostgres(options), openPostgres(options)]);
  return {
    database,
    second,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([database.close(), second.close()]);
      await fresh[Symbol.asyncDispose]();
    },
  };
});

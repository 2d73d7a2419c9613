import { sql } from "kysely";
import { openStore } from "../../compose.ts";
import type { Config } from "../../config/index.ts";
import { type Database, migrations } from "../../store/database.ts";
import { InUse } from "../../store/directory-lock.ts";
import { hasStore } from "../existing-store.ts";
import { createLog } from "../log.ts";
import { type Check, fail, ok, reasonOf, warn } from "./check.ts";

/** More than this between two clocks and expiry times begin to surprise. */
const allowedSkewMs = 5_000;

export async function checkDatabase(config: Config, now: Date): Promise<Check[]> {
  const { store } = config;
  if (!hasStore(config)) return [ok("database", "there is none yet: the first start makes it")];
  let database: Database;
  try {
    database = await openStore({ store, log: createLog("silent", "readable") });
  } catch (error) {
    return [explainUnopened(error, store.kind)];
  }
  try {
    return [ok("database", describe(config)), await checkSchema(database), ...(await checkClock(database, now))];
  } catch (error) {
    return [fail("database", reasonOf(error), "see the database's own log")];
  } finally {
    await database.close();
  }
}

function explainUnopened(error: unknown, kind: Config["store"]["kind"]): Check {
  const reason = reasonOf(error);
  if (error instanceof InUse) return ok("database", `${reason}: a server is running, so it is not looked into`);
  const advice =
    kind === "postgres" ? "check postgres.url, and that the server runs" : "check the directory's owner and disk space";
  return fail("database", reason, advice);
}

const describe = ({ store }: Config): string =>
  store.kind === "pglite" ? `embedded, in ${store.directory}` : `Postgres at ${new URL(store.url).host}`;

async function checkSchema({ db }: Database): Promise<Check> {
  const known = Object.keys(migrations);
  const applied = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`
    .execute(db)
    .then(({ rows }) => rows.map(({ name }) => name))
    .catch((): string[] => []);
  const newest = known.at(-1) ?? "";
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    return fail("schema", `the database is newer than this program: ${unknown.join(", ")}`, "run the newer program");
  }
  if (applied.length < known.length) {
    return warn(
      "schema",
      `${applied.at(-1) ?? "none"}, this program has ${newest}`,
      "the next start brings it up to date",
    );
  }
  return ok("schema", newest);
}

/** Against Postgres's own clock, and against the audit log: nothing can have been recorded in the future. */
async function checkClock({ db, engine }: Database, now: Date): Promise<Check[]> {
  const { rows } = await sql<{ at: Date }>`SELECT now() AS at`.execute(db);
  const skew = engine === "postgres" ? (rows[0]?.at.getTime() ?? now.getTime()) - now.getTime() : 0;
  if (Math.abs(skew) > allowedSkewMs) {
    return [
      fail(
        "clock",
        `${Math.round(Math.abs(skew) / 1000)} s from the database's`,
        "let both machines take their time by NTP",
      ),
    ];
  }
  const last = await db
    .selectFrom("audit_log")
    .select(({ fn }) => fn.max("emit_time").as("at"))
    .executeTakeFirst()
    .catch(() => undefined);
  if (last?.at instanceof Date && last.at.getTime() - now.getTime() > allowedSkewMs) {
    return [
      fail("clock", `the newest audit record is of ${last.at.toISOString()}`, "the clock was set back: set it right"),
    ];
  }
  return [ok("clock", engine === "postgres" ? "agrees with the database's" : "not behind the audit log")];
}

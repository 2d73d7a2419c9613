// What must go after a while: one-time secrets of answers, and the change log of policy versions that every process
// has long passed.
import type { Logger } from "pino";
import type { Db } from "./store/database.ts";

const intervalMs = 30_000;
/** A process that is further behind than this reads everything again. */
const keptVersions = 10_000;

/** Begins at once: what ended while nothing ran waits for no interval. Returns the way to stop, after the run under way. */
export function startHousekeeping(db: Db, log: Logger): () => Promise<void> {
  let running: Promise<void> | null = null;
  const run = () => {
    running ??= tidy(db)
      .catch((error: unknown) => log.warn({ err: error }, "housekeeping failed; it will be tried again"))
      .finally(() => {
        running = null;
      });
  };
  run();
  const timer = setInterval(run, intervalMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

export async function tidy(db: Db, now = new Date()): Promise<void> {
  await db
    .updateTable("operations")
    .set({ secret: null, secret_expires_at: null })
    .where("secret", "is not", null)
    .where("secret_expires_at", "<=", now)
    .execute();
  const { version } = await db.selectFrom("policy_version").select("version").executeTakeFirstOrThrow();
  await db
    .deleteFrom("policy_changes")
    .where("version", "<", version - keptVersions)
    .execute();
}

// What must go after a while: one-time secrets, ended sessions, links and keys, processes that are gone, old reports and
// counts, and the change log that every process has passed.

import type { Logger } from "pino";
import { deleteOldBillingReports } from "./store/billing-reports.ts";
import type { Db } from "./store/database.ts";
import { deleteEndedGatewayKeys } from "./store/gateway-keys.ts";
import { deleteMinutesBefore } from "./store/gateway-minutes.ts";
import { deleteGoneGateways } from "./store/gateways.ts";
import { dayMs } from "./store/periods.ts";
import { readPolicyVersion } from "./store/policy-data.ts";
import { deleteGoneWatchers } from "./store/server-health.ts";
import { deleteEndedSessions } from "./store/sessions.ts";
import { deleteEndedSignInLinks } from "./store/sign-in-links.ts";
import { deleteOldUsage } from "./store/usage.ts";

const intervalMs = 30_000;
/** A process that is further behind than this reads everything again. */
const keptVersions = 10_000;

/** Another is made in a moment. */
const keptReportsMs = 7 * dayMs;
/** Whoever reads the metrics asks for the last minute that all gateways have told. */
const keptMinutesMs = 15 * 60_000;
/** Reports by month go eleven months back, beside the one that runs. */
const keptUsageMs = 400 * dayMs;

export interface HousekeepingOptions {
  readonly db: Db;
  readonly log: Logger;
  /** How long a session lasts without a call. */
  readonly sessionIdleMs: number;
  readonly now: () => Date;
}

/** Begins at once: what ended while nothing ran waits for no interval. Returns the way to stop, after the run under way. */
export function startHousekeeping({ db, log, sessionIdleMs, now }: HousekeepingOptions): () => Promise<void> {
  let running: Promise<void> | null = null;
  const run = () => {
    running ??= tidy(db, sessionIdleMs, now())
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

export async function tidy(db: Db, sessionIdleMs: number, now: Date): Promise<void> {
  await db
    .updateTable("operations")
    .set({ secret: null, secret_expires_at: null })
    .where("secret", "is not", null)
    .where("secret_expires_at", "<=", now)
    .execute();
  await deleteEndedSessions(db, now, sessionIdleMs);
  await deleteEndedSignInLinks(db, now);
  await deleteEndedGatewayKeys(db, now);
  await deleteGoneGateways(db);
  await deleteOldBillingReports(db, new Date(now.getTime() - keptReportsMs));
  await deleteMinutesBefore(db, new Date(now.getTime() - keptMinutesMs));
  await deleteOldUsage(db, new Date(now.getTime() - keptUsageMs));
  await deleteGoneWatchers(db);
  const { version } = await readPolicyVersion(db);
  await db
    .deleteFrom("policy_changes")
    .where("version", "<", version - keptVersions)
    .execute();
}

// Sends the messages that wait. Each is taken for a while before it is sent and marked afterwards: whoever dies in
// between has it sent again, so a message may come twice and never not at all.
import type { Logger } from "pino";
import type { Db } from "../store/database.ts";
import {
  claimNotifications,
  deleteOldNotifications,
  markDelivered,
  markFailed,
  type NotificationRow,
} from "../store/notifications.ts";
import { dayMs } from "../store/periods.ts";
import type { Deps } from "./call.ts";

const minuteMs = 60_000;
/** Longer than one attempt can last. */
const leaseMs = 2 * minuteMs;
const firstPauseMs = minuteMs;
const longestPauseMs = 60 * minuteMs;
/** With the pauses above, about a day. */
const mostAttempts = 30;
const keptDays = 30;
const batch = 20;
/** So many at most in one run. */
const rounds = 50;

export type DeliveryDeps = Pick<Deps, "database" | "log" | "now" | "notify">;

export async function deliverNotifications(deps: DeliveryDeps): Promise<void> {
  const { database, now } = deps;
  for (let round = 0; round < rounds; round += 1) {
    const at = now();
    const claimed = await claimNotifications(database.db, at, new Date(at.getTime() + leaseMs), batch);
    await Promise.all(claimed.map((row) => deliver(deps, row)));
    if (claimed.length < batch) break;
  }
  await deleteOldNotifications(database.db, new Date(now().getTime() - keptDays * dayMs));
}

async function deliver({ database, log, now, notify }: DeliveryDeps, row: NotificationRow): Promise<void> {
  const { id, channel, recipient, payload } = row;
  try {
    await notify.send({ id, channel, recipient, payload });
    await markDelivered(database.db, id, now());
  } catch (error) {
    await recordFailure(database.db, log, row, error, now());
  }
}

async function recordFailure(db: Db, log: Logger, row: NotificationRow, error: unknown, now: Date): Promise<void> {
  const { id, channel, attempts } = row;
  const again = attempts < mostAttempts ? new Date(now.getTime() + pauseAfter(attempts)) : null;
  log.warn({ err: error, notification: id, channel, attempts, givenUp: again === null }, "a message could not be sent");
  const said = error instanceof Error ? error.message : String(error);
  await markFailed(db, id, said.slice(0, 500), now, again);
}

/** Twice as long after each attempt. */
export function pauseAfter(attempts: number): number {
  return Math.min(firstPauseMs * 2 ** Math.max(0, attempts - 1), longestPauseMs);
}

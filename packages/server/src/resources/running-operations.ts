// How many changes may wait for Temporal servers at a time. Unlike a limit on what there is, this one passes by itself:
// so it is refused as too much for now, which clients wait out and repeat.
import { rateLimited } from "../errors.ts";
import type { Tx } from "../store/database.ts";
import { countRunning } from "../store/operations.ts";

const retryAfterMs = 1_000;

/**
 * Counted without a lock: of two that come at the same moment both may pass, and a limit that is over by one harms nobody.
 * @param atOnce 0 is no limit
 * @throws RemitError RATE_LIMITED
 */
export async function requireRoomToRun(tx: Tx, atOnce: number): Promise<void> {
  if (atOnce === 0 || (await countRunning(tx)) < atOnce) return;
  throw rateLimited(`${atOnce} operations are under way in this account, which is as many as may be`, retryAfterMs);
}

// The workflow that the schedule of exports starts: each sink in its turn, some at once, so that one that is slow or away
// keeps no other waiting. Like the other ones it runs in the SDK's sandbox, and its recorded history must still replay.
import { proxyActivities } from "@temporalio/workflow";

export interface ExportActivities {
  /** Internal ids of the sinks that are switched on. */
  findSinksToExport(): Promise<string[]>;
  /** Exports for a while; true when there is more to do at once. Somebody else's idea of an id does nothing. */
  exportToSink(uid: string): Promise<boolean>;
}

const parallel = 4;
/** Who has more to export than this waits for the next run, so that the others need not. */
const longestMs = 30 * 60_000;

const { findSinksToExport } = proxyActivities<ExportActivities>({
  startToCloseTimeout: "1 minute",
  retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumAttempts: 3 },
});

/** A dead worker shows by its missing heartbeat. The next run comes anyway, and goes on where this one ended. */
const { exportToSink } = proxyActivities<ExportActivities>({
  startToCloseTimeout: "30 minutes",
  heartbeatTimeout: "10 seconds",
  retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumAttempts: 3 },
});

export async function exportHistories(): Promise<void> {
  const waiting = await findSinksToExport();
  const end = Date.now() + longestMs;
  const work = async (): Promise<void> => {
    for (let uid = waiting.shift(); uid !== undefined; uid = waiting.shift()) {
      const hasMore = await exportToSink(uid).catch(() => false);
      if (hasMore && Date.now() < end) waiting.push(uid);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
}

// The workflow that the schedule of storage starts: one activity that may run as often as it likes. It runs in the SDK's
// sandbox, and its recorded history must still replay.
import { proxyActivities } from "@temporalio/workflow";

export interface StorageActivities {
  /** Asks the servers how much each Namespace stores. */
  lookAtStorage(): Promise<void>;
}

/** The next one comes anyway: one that fails for ever must not stand in its way. */
const { lookAtStorage } = proxyActivities<StorageActivities>({
  startToCloseTimeout: "10 minutes",
  heartbeatTimeout: "10 seconds",
  retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumAttempts: 3 },
});

export async function sampleStorage(): Promise<void> {
  await lookAtStorage();
}

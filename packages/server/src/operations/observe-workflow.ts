// The workflow that the schedule of looks starts: one activity that may run as often as it likes. Like the other ones it
// runs in the SDK's sandbox, and its recorded history must still replay.
import { proxyActivities } from "@temporalio/workflow";

export interface ObserveActivities {
  /** Looks at the running platform, and at what follows from it. */
  observe(): Promise<void>;
}

/** The next look comes anyway: one that fails for ever must not stand in its way. */
const { observe } = proxyActivities<ObserveActivities>({
  startToCloseTimeout: "10 minutes",
  heartbeatTimeout: "10 seconds",
  retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumAttempts: 3 },
});

export async function observePlatform(): Promise<void> {
  await observe();
}

// The workflow that the schedule starts: one activity that may run as often as it likes. Like the other one it runs in
// the SDK's sandbox, and its recorded history must still replay.
import { proxyActivities } from "@temporalio/workflow";

export interface FollowUpActivities {
  /** Reminds, records what lapsed and ended, and sends what waits to be sent. */
  followUp(): Promise<void>;
}

/** The next run comes anyway: one that fails for ever must not stand in its way. */
const { followUp } = proxyActivities<FollowUpActivities>({
  startToCloseTimeout: "10 minutes",
  heartbeatTimeout: "10 seconds",
  retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumAttempts: 5 },
});

export async function followUpRequests(): Promise<void> {
  await followUp();
}

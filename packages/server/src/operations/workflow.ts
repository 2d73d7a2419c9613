// The one workflow: carry out an operation, or record why it could not be. It runs in the SDK's sandbox and imports
// nothing but the SDK. Changing it affects operations under way: the recorded histories must still replay.
import { ActivityFailure, ApplicationFailure, CancellationScope, proxyActivities } from "@temporalio/workflow";

import { factor, firstPauseMs, longestPauseMs } from "./retry-policy.ts";

// The one module that the worker packs.
export { exportHistories } from "./export-workflow.ts";
export { followUpRequests } from "./follow-up-workflow.ts";
export { observePlatform } from "./observe-workflow.ts";
export { sampleStorage } from "./storage-workflow.ts";

/** What the worker implements in activities.ts. */
export interface OperationActivities {
  /** Does all that the operation asks for and ends it; ends at once when it has ended already. */
  carryOut(uid: string): Promise<void>;
  /** Ends the operation as failed. */
  giveUp(uid: string, reason: string): Promise<void>;
}

const retry = { initialInterval: firstPauseMs, backoffCoefficient: factor, maximumInterval: longestPauseMs };

/** A dead worker shows by its missing heartbeat, so the next attempt begins within seconds of the death. */
const { carryOut } = proxyActivities<OperationActivities>({
  startToCloseTimeout: "2 minutes",
  heartbeatTimeout: "10 seconds",
  scheduleToCloseTimeout: "1 day",
  retry,
});

/** Needs only the store, and must be recorded in the end. */
const { giveUp } = proxyActivities<OperationActivities>({
  startToCloseTimeout: "30 seconds",
  retry,
});

/** @param uid the operation's internal id */
export async function carryOutOperation(uid: string): Promise<void> {
  try {
    await carryOut(uid);
  } catch (error) {
    // A cancelled workflow still says what became of its operation.
    await CancellationScope.nonCancellable(() => giveUp(uid, reasonOf(error)));
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure && cause.nonRetryable === true
    ? cause.message
    : "could not be carried out in time";
}

// What comes of the normal life that each SDK lives: the workflows and steps are the same in every language.

/** Nothing in it depends on the Namespace, on ids or on time. */
export interface Outcomes {
  readonly updated: number;
  readonly queried: number;
  /** A second start of a workflow that runs is refused. */
  readonly startedTwice: boolean;
  readonly counted: number;
  /** A timer, a local activity and a child workflow with an activity. */
  readonly family: string;
  readonly continued: string;
  /** 1 MB there and back. */
  readonly largeEchoed: boolean;
  /** How the activity that heartbeats heard of it. */
  readonly heartbeats: string;
  /** A workflow that does not exist is not found. */
  readonly unknown: boolean;
  /** What the workflow counted from its start again, without what had been signalled. */
  readonly reset: number;
  readonly schedule: {
    readonly triggered: string;
    readonly paused: boolean;
    readonly note: string;
    readonly deleted: boolean;
  };
  readonly count: number;
  /** Type and status of each workflow that has ended, sorted. */
  readonly list: readonly string[];
}

export const normalLife: Outcomes = {
  updated: 5,
  queried: 5,
  startedTwice: true,
  counted: 5,
  family: "after a timer, locally, by a child",
  continued: "the last run",
  largeEchoed: true,
  heartbeats: "cancelled",
  unknown: true,
  reset: 0,
  schedule: { triggered: "by a schedule", paused: true, note: "for now", deleted: true },
  count: 12,
  list: [
    "beatUntilCancelled CANCELED",
    "count COMPLETED",
    "count COMPLETED",
    "count TERMINATED",
    "count TERMINATED",
    "echoOnce COMPLETED",
    "echoOnce COMPLETED",
    "echoOnce COMPLETED",
    "family COMPLETED",
    "runAgain COMPLETED",
    "runAgain CONTINUED_AS_NEW",
    "runAgain CONTINUED_AS_NEW",
  ],
};

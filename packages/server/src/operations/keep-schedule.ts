// Schedules of our own: for each account, in the namespace of our own workflows. They are made when the worker starts and
// made again with the namespace, should its server have lost it.
import { setTimeout as sleep } from "node:timers/promises";
import {
  Client,
  type Connection,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
} from "@temporalio/client";
import type { Logger } from "pino";
import { systemNamespace } from "../temporal/system-namespace.ts";

const retryMs = 2_000;
const deadlineMs = 5_000;

export interface OwnSchedule {
  readonly scheduleId: string;
  /** 0: there is to be none. */
  readonly everyMs: number;
  /** It takes no arguments, so whoever starts one starts nothing of value. */
  readonly workflowType: string;
  readonly workflowId: string;
}

export interface SchedulePlace {
  readonly connection: Connection;
  readonly taskQueue: string;
  readonly log: Logger;
}

/** Tries until the schedule is as wanted or `signal` says to stop. Never throws: operations do not wait for it. */
export async function keepSchedule(place: SchedulePlace, schedule: OwnSchedule, signal: AbortSignal): Promise<void> {
  for (let complained = false; !signal.aborted; ) {
    try {
      await place.connection.withDeadline(Date.now() + deadlineMs, () => bringAbout(place, schedule));
      return;
    } catch (error) {
      // A namespace that was registered a moment ago is not known everywhere yet.
      const { workflowType } = schedule;
      if (!complained && !signal.aborted) place.log.info({ err: error, workflowType }, "not scheduled yet");
      complained = true;
    }
    await sleep(retryMs, undefined, { signal, ref: false }).catch(() => {});
  }
}

async function bringAbout({ connection, taskQueue }: SchedulePlace, wanted: OwnSchedule): Promise<void> {
  const { scheduleId, everyMs, workflowType, workflowId } = wanted;
  const { schedule } = new Client({ connection, namespace: systemNamespace });
  if (everyMs === 0) {
    await schedule
      .getHandle(scheduleId)
      .delete()
      .catch((error: unknown) => {
        if (!(error instanceof ScheduleNotFoundError)) throw error;
      });
    return;
  }
  const options = {
    spec: { intervals: [{ every: everyMs }] },
    // What was missed while the server was away is one run's work, not many.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: everyMs },
    action: { type: "startWorkflow" as const, workflowType, workflowId, taskQueue, args: [] },
  };
  try {
    await schedule.create({ scheduleId, ...options });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    // It may be of a release or a setting before this one.
    await schedule.getHandle(scheduleId).update(({ state }) => ({ state, ...options }));
  }
}

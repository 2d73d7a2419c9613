// When the platform is looked at: apart from what is due by the minute, since a look may take minutes.
import type { OwnSchedule } from "./keep-schedule.ts";

/** Two deployments may share a Temporal server. */
export const observeScheduleId = (accountId: string): string => `remit-observe-${accountId}`;

/** @param everyMinutes 0: nobody looks by the clock */
export const observeSchedule = (accountId: string, everyMinutes: number): OwnSchedule => ({
  scheduleId: observeScheduleId(accountId),
  everyMs: everyMinutes * 60_000,
  workflowType: "observePlatform",
  workflowId: `observe/${accountId}`,
});

// When closed histories are exported: one schedule for all sinks of the account, since a sink comes and goes without any
// word to a server.
import type { OwnSchedule } from "./keep-schedule.ts";

/** Two deployments may share a Temporal server. */
export const exportScheduleId = (accountId: string): string => `remit-export-${accountId}`;

/** @param everyMinutes 0: nothing is exported by the clock */
export const exportSchedule = (accountId: string, everyMinutes: number): OwnSchedule => ({
  scheduleId: exportScheduleId(accountId),
  everyMs: everyMinutes * 60_000,
  workflowType: "exportHistories",
  workflowId: `export/${accountId}`,
});

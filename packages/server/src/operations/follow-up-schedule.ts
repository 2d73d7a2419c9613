// When requests are followed up.
import type { OwnSchedule } from "./keep-schedule.ts";

/** Reminders are about hours and days; a message about a new request should not be late by more than this. */
const everyMs = 60_000;

/** Two deployments may share a Temporal server. */
export const followUpScheduleId = (accountId: string): string => `remit-follow-up-${accountId}`;

export const followUpSchedule = (accountId: string): OwnSchedule => ({
  scheduleId: followUpScheduleId(accountId),
  everyMs,
  workflowType: "followUpRequests",
  workflowId: `follow-up/${accountId}`,
});

// When servers are asked what is stored: apart from other looks, since it costs them more.
import type { OwnSchedule } from "./keep-schedule.ts";

/** @param everyMinutes 0: nobody asks by the clock */
export const storageSchedule = (accountId: string, everyMinutes: number): OwnSchedule => ({
  // Two deployments may share a Temporal server.
  scheduleId: `remit-storage-${accountId}`,
  everyMs: everyMinutes * 60_000,
  workflowType: "sampleStorage",
  workflowId: `storage/${accountId}`,
});

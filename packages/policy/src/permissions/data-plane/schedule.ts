// Schedules.
import { dataPlanePermission } from "./data-plane-permission.ts";

export const schedulePermissions = [
  dataPlanePermission("temporal.schedule.count", "read", "Count schedules"),
  dataPlanePermission("temporal.schedule.create", "write", "Create a schedule, which starts workflows later"),
  dataPlanePermission("temporal.schedule.delete", "write", "Delete a schedule"),
  dataPlanePermission("temporal.schedule.describe", "read", "See one schedule and the times that it matches"),
  dataPlanePermission("temporal.schedule.list", "read", "List schedules"),
  dataPlanePermission("temporal.schedule.patch", "write", "Pause, resume, trigger or backfill a schedule"),
  dataPlanePermission("temporal.schedule.update", "write", "Replace what a schedule starts, and when"),
] as const;

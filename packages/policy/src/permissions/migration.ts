// Operations of the migration product. No RPC leads to them, so holding one has no effect.
// Source: Temporal's public documentation of custom-role permissions; names marked as ours are not Temporal's.
import { permission } from "./permission.ts";

export const migrationPermissions = [
  permission("cloud.migration.abort", "write", ["accounts"], "Abort a migration", { inert: true }),
  permission("cloud.migration.confirm", "write", ["accounts"], "Confirm a migration", { inert: true }),
  permission("cloud.migration.get", "read", ["accounts"], "Read a migration", { inert: true }),
  permission("cloud.migration.handover", "write", ["accounts"], "Hand a namespace over during a migration", {
    inert: true,
  }),
  permission("cloud.migration.list", "read", ["accounts"], "List migrations", { inert: true }),
  permission("cloud.migration.start", "write", ["accounts"], "Start a migration", { inert: true }),
] as const;

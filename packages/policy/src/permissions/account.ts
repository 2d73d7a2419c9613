// Operations on the account itself: settings, audit log, billing, regions, usage.
// Source: Temporal's public documentation of custom-role permissions; names marked as ours are not Temporal's.
import { permission } from "./permission.ts";

export const accountPermissions = [
  permission(
    "cloud.account.get",
    "read",
    ["accounts"],
    "Read the account record: id, metrics endpoint settings, sign-in settings",
  ),
  permission(
    "cloud.account.update",
    "admin",
    ["accounts"],
    "Change account settings such as the metrics CA and session rules",
  ),
  permission(
    "cloud.asyncoperation.get",
    "read",
    ["accounts"],
    "Poll the state of a long-running change by its operation id",
  ),
  permission(
    "cloud.auditlog.createSink",
    "admin",
    ["accounts"],
    "Add a destination that audit records are streamed to",
  ),
  permission("cloud.auditlog.deleteSink", "admin", ["accounts"], "Remove an audit destination"),
  permission("cloud.auditlog.getSink", "read", ["accounts"], "Read one audit destination"),
  permission("cloud.auditlog.list", "read", ["accounts"], "Read the audit trail itself"),
  permission("cloud.auditlog.listSinks", "read", ["accounts"], "List audit destinations"),
  permission("cloud.auditlog.updateSink", "admin", ["accounts"], "Change an audit destination"),
  permission(
    "cloud.auditlog.validateSink",
    "write",
    ["accounts"],
    "Test a destination by delivering an empty object to it; changes no account state",
  ),
  permission("cloud.billingreport.create", "write", ["accounts"], "Start generation of a cost report"),
  permission("cloud.billingreport.get", "read", ["accounts"], "Read a cost report and its download link"),
  permission("cloud.region.get", "read", ["accounts"], "Read one hosting region"),
  permission("cloud.region.list", "read", ["accounts"], "List hosting regions"),
  permission("cloud.usage.get", "read", ["accounts"], "Read usage per day and namespace"),
] as const;

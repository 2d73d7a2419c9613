// What is kept of all this: the audit log and where it is sent, usage, bills.
import type { Step } from "../step.ts";

const destinationUri = "arn:aws:kinesis:us-east-1:123456789012:stream/audit";
const sink = (roleName: string) => ({
  name: "{{run}}",
  kinesisSink: { destinationUri, region: "us-east-1", roleName },
  enabled: false,
});
const readSink: Step = {
  rpc: "GetAccountAuditLogSink",
  request: { name: "{{run}}" },
  keep: { version: "sink.resourceVersion" },
};

export const auditLogSinks: readonly Step[] = [
  { rpc: "ValidateAccountAuditLogSink", request: { spec: sink("nobody") } },
  { rpc: "CreateAccountAuditLogSink", request: { spec: sink("audit") } },
  readSink,
  { rpc: "UpdateAccountAuditLogSink", request: { resourceVersion: "{{version}}", spec: sink("audit-writer") } },
  { rpc: "GetAccountAuditLogSinks", request: {} },
  readSink,
  { rpc: "DeleteAccountAuditLogSink", request: { resourceVersion: "{{version}}", name: "{{run}}" } },
];

export const records: readonly Step[] = [
  { rpc: "GetAuditLogs", request: { startTimeInclusive: "{{started}}", pageSize: 2 } },
  { rpc: "GetUsage", request: { startTimeInclusive: "{{yesterday}}", endTimeExclusive: "{{today}}" } },
  {
    rpc: "CreateBillingReport",
    request: {
      spec: { startTimeInclusive: "{{yesterday}}", endTimeExclusive: "{{today}}", description: "of the story" },
    },
    keep: { report: "billingReportId" },
  },
  { rpc: "GetBillingReport", request: { billingReportId: "{{report}}" } },
];

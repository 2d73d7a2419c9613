// Audit records as a table for spreadsheets, which take some texts for formulas: none of these may run.
import { timestampDate } from "@bufbuild/protobuf/wkt";
import type { LogRecord } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";
import { escapeCsv } from "@remit/responsibility";
import { targetOf } from "../../data/audit-logs.ts";

const columns: readonly (readonly [string, (record: LogRecord) => string])[] = [
  ["time", ({ emitTime }) => (emitTime === undefined ? "" : timestampDate(emitTime).toISOString())],
  ["operation", ({ operation }) => operation],
  ["status", ({ status }) => status],
  ["principal_type", ({ principal }) => principal?.type ?? ""],
  ["principal_id", ({ principal }) => principal?.id ?? ""],
  ["principal_name", ({ principal }) => principal?.name ?? ""],
  ["api_key_id", ({ principal }) => principal?.apiKeyId ?? ""],
  ["resource_type", (record) => targetOf(record).type],
  ["resource_id", (record) => targetOf(record).id],
  ["forwarded_for", ({ xForwardedFor }) => xForwardedFor],
  ["async_operation_id", ({ asyncOperationId }) => asyncOperationId],
  ["log_id", ({ logId }) => logId],
  ["details", ({ rawDetails }) => (rawDetails === undefined ? "" : JSON.stringify(rawDetails))],
];

export const csvHeader: string = toLine(columns.map(([name]) => name));

export const toCsvLine = (record: LogRecord): string => toLine(columns.map(([, read]) => read(record)));

function toLine(cells: readonly string[]): string {
  return `${cells.map(escapeCsv).join(",")}\r\n`;
}

// A record of the audit log as the Cloud Ops API has it.
import { create, type JsonObject } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { type LogRecord, LogRecordSchema } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";
import type { AuditLogRow } from "../store/audit-logs.ts";

/** Version of the shape of `raw_details`. */
const recordVersion = 1;

export function toLogRecord(row: AuditLogRow): LogRecord {
  return create(LogRecordSchema, {
    emitTime: timestampFromDate(row.emit_time),
    operation: row.operation,
    status: row.status,
    version: recordVersion,
    logId: row.log_id,
    principal: { type: row.principal_type, id: row.principal_id, name: row.principal_name, apiKeyId: row.api_key_id },
    rawDetails: row.details as JsonObject,
    xForwardedFor: row.x_forwarded_for,
    asyncOperationId: row.async_operation_id,
  });
}

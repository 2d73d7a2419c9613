// A record as it leaves Remit: one line of JSON, with the fields that Temporal Cloud's audit log has, and the chain beside
// them, so that a receiver can verify that nothing was changed, left out or put in. docs/audit.md says how.
// Source of the names: docs.temporal.io, audit logs.
import { type JsonObject, toJson } from "@bufbuild/protobuf";
import { LogRecordSchema } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";
import type { AuditLogRow } from "../../store/audit-logs.ts";
import { toLogRecord } from "../log-record.ts";

/** How every line begins. */
export const beginningOfRecords = '{"emit_time":"';

export interface StreamRecord {
  /** Its number in the chain. */
  readonly seq: number;
  readonly logId: string;
  /** Order is kept among records of the same account. */
  readonly account: string;
  /** Without a line break. */
  readonly json: string;
  /** The same without its details, for places that take no more than some bytes. */
  readonly toShortJson: () => string;
}

/** @param previous the hash of the record before it; empty for the first */
export function toStreamRecord(account: string, row: AuditLogRow, previous: Uint8Array): StreamRecord {
  const { chain_seq: seq, chain_hash: hash, log_id: logId } = row;
  if (seq === null || hash === null) throw new Error(`audit record ${logId} is not chained`);
  const options = { useProtoFieldName: true, alwaysEmitImplicit: true };
  const { emit_time: _, ...fields } = toJson(LogRecordSchema, toLogRecord(row), options) as JsonObject;
  const record = {
    // Always with its milliseconds, as the hash has it.
    emit_time: row.emit_time.toISOString(),
    ...fields,
    request_id: row.async_operation_id,
    remit: { account, seq, previous_hash: toHex(previous), hash: toHex(hash) },
  };
  const { resource_type, resource_id } = row.details;
  const details = { resource_type, resource_id, left_out: "the details were too long for this destination" };
  const toShortJson = () => JSON.stringify({ ...record, raw_details: details });
  return { seq, logId, account, json: JSON.stringify(record), toShortJson };
}

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** A record for a place that takes at most so many bytes. */
export const fitInto = ({ json, toShortJson }: StreamRecord, maxBytes: number): Buffer => {
  const whole = Buffer.from(json);
  return whole.length <= maxBytes ? whole : Buffer.from(toShortJson());
};

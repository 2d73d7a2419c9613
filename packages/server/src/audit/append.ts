// One audit row in the transaction of the change that it tells of: neither can exist without the other.
import type { Insertable } from "kysely";
import type { Reader } from "../store/database.ts";
import { newId } from "../store/ids.ts";
import type { AuditLogTable } from "../store/schema/audit.ts";

export interface AuditEvent {
  readonly at: Date;
  /** The RPC's name, e.g. "UpdateNamespace". */
  readonly operation: string;
  /** "OK", or the canonical code of a refusal, e.g. "PERMISSION_DENIED". */
  readonly status: string;
  readonly principal: {
    /** "certificate": on the data plane, with its fingerprint as the id. */
    readonly type: "user" | "serviceaccount" | "system" | "anonymous" | "certificate";
    readonly id: string;
    readonly name: string;
    readonly apiKeyId: string;
  };
  readonly forwardedFor: string;
  readonly asyncOperationId: string;
  /** What it was about; never a secret. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Appends the event, unchained; the sequencer chains it right after commit. */
export async function appendAudit(tx: Reader, event: AuditEvent): Promise<void> {
  await tx.insertInto("audit_log").values(toAuditRow(event)).execute();
}

/** For who writes it in one statement with something else. */
export function toAuditRow(event: AuditEvent): Insertable<AuditLogTable> {
  return {
    log_id: newId(),
    emit_time: event.at,
    operation: event.operation,
    status: event.status,
    principal_type: event.principal.type,
    principal_id: event.principal.id,
    principal_name: event.principal.name,
    api_key_id: event.principal.apiKeyId,
    x_forwarded_for: event.forwardedFor,
    async_operation_id: event.asyncOperationId,
    details: JSON.stringify(event.details),
    chain_seq: null,
    chain_hash: null,
  };
}

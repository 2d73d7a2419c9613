// What a mutation leaves behind beside its change: the operation row, the audit record and the policy version. In one
// statement: whoever writes access rules keeps all others waiting.
import { clone, create, type DescMessage, type Message, toBinary } from "@bufbuild/protobuf";
import type { QueryCreator } from "kysely";
import { type AuditEvent, toAuditRow } from "../audit/append.ts";
import { digestRequest } from "../authorize/repeated.ts";
import type { Ahead } from "../authorize/snapshots.ts";
import type { Schema } from "../store/schema.ts";
import type { OperationRow } from "./async-operations.ts";
import { coverCallSites } from "./cover-call-sites.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { publishPolicy } from "./publish-policy.ts";
import { requireRoomToRun } from "./running-operations.ts";
import { replayWindowMs } from "./secret-box.ts";

/** What stands in the database when the transaction commits. */
export interface Finished {
  readonly row: OperationRow;
  readonly response: Message;
  readonly ahead: Ahead | null;
}

/** Writes it. The transaction has nothing left to do but to commit. */
export async function recordMutation(mutation: Mutation, outcome: Outcome): Promise<Finished> {
  const { call, tx, changes, deps } = mutation;
  requireHonest(mutation);
  if (mutation.needsTemporal) await requireRoomToRun(tx, deps.operations.atOnce);
  const response = create(call.method.output as DescMessage, { ...outcome });
  const row = toOperation(mutation, response);
  const record = toAuditRow(toEvent(mutation));
  let records: QueryCreator<Schema> = tx
    .with("operation", (db) => db.insertInto("operations").values(row))
    .with("record", (db) => db.insertInto("audit_log").values(record));
  for (const [at, write] of mutation.last.entries()) records = records.with(`last_${at}`, write);
  const made = await publishPolicy(tx, changes, records);
  const ahead = await deps.snapshots.readAhead(tx, mutation.view, made, changes);
  const { secret } = mutation;
  if (secret === null) return { row, response, ahead };
  const told = Object.assign(clone(call.method.output, response), { [secret.field]: secret.value });
  return { row, response: told, ahead };
}

function toEvent(mutation: Mutation): AuditEvent {
  const { call } = mutation;
  return {
    at: mutation.now,
    operation: call.method.name,
    status: "OK",
    principal: {
      type: mutation.actor?.kind ?? "anonymous",
      id: mutation.principalId,
      name: mutation.deps.snapshots.nameOf(mutation.principalId),
      apiKeyId: mutation.actor?.apiKeyId ?? "",
    },
    forwardedFor: call.forwardedFor,
    asyncOperationId: mutation.operationId,
    details: {
      resource_type: mutation.target.type,
      resource_id: mutation.target.id,
      ...mutation.target.details,
      ...(mutation.actor?.sessionId && { session_id: mutation.actor.sessionId }),
    },
  };
}

/** Mistakes of ours that must not reach a commit: they would be wrong ALLOWs. */
function requireHonest(mutation: Mutation): void {
  const { row, method } = mutation.call;
  if (mutation.changes.length > 0 && row.writes !== "policy") {
    throw new Error(`${method.name} changed access rules under a shared lock`);
  }
  if (method.name in coverCallSites && !mutation.coverChecked) {
    throw new Error(`${method.name} reached its commit without the cover rule`);
  }
}

function toOperation(mutation: Mutation, response: Message): OperationRow {
  const { call, deps, secret, target, needsTemporal, now } = mutation;
  const uid = mutation.operationUid;
  // Without a key of the caller's nobody can ask for the answer again: then the secret is kept nowhere.
  const kept = mutation.isRepeatable ? secret : null;
  return {
    uid,
    id: mutation.operationId,
    principal_id: mutation.principalId,
    rpc: call.method.name,
    request_digest: digestRequest(call.method, call.request),
    request: needsTemporal ? toBinary(call.method.input, call.request) : null,
    response: toBinary(call.method.output, response),
    secret: kept === null ? null : deps.secrets.seal(kept.value, uid),
    secret_expires_at: kept === null ? null : new Date(now.getTime() + replayWindowMs),
    resource_type: target.type,
    resource_id: target.id,
    state: needsTemporal ? "PENDING" : "FULFILLED",
    needs_temporal: needsTemporal,
    created_at: now,
    started_at: needsTemporal ? null : now,
    finished_at: needsTemporal ? null : now,
    failure_reason: "",
    attempts: 0,
  };
}

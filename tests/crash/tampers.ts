// Damage that a crash could do, each piece on its own: the checker must find every one in a store that was sound.
import { sql } from "kysely";
import type { Tx } from "../../packages/server/src/store/database.ts";

const newest = (table: string, where = "async_operation_id <> ''") =>
  sql`(SELECT max(ctid) FROM ${sql.table(table)} WHERE ${sql.raw(where)})`;

/** What is broken → how. All of them on the newest row of its kind. */
export const tampers: Readonly<Record<string, (tx: Tx) => Promise<unknown>>> = {
  "an object is gone": (tx) => sql`DELETE FROM service_accounts WHERE ctid = ${newest("service_accounts")}`.execute(tx),
  "an object is older than its last change": (tx) =>
    sql`UPDATE custom_roles SET spec = ''::bytea WHERE ctid = ${newest("custom_roles")}`.execute(tx),
  "an object comes from nowhere": (tx) =>
    sql`UPDATE custom_roles SET async_operation_id = 'nobody' WHERE ctid = ${newest("custom_roles")}`.execute(tx),
  "a key has another digest than its token": (tx) =>
    sql`UPDATE api_keys SET digest = '\\x00'::bytea WHERE ctid = ${newest("api_keys")}`.execute(tx),
  "an operation has no row": (tx) =>
    sql`DELETE FROM operations WHERE ctid = ${newest("operations", "true")}`.execute(tx),
  "an operation has no audit record": (tx) =>
    sql`DELETE FROM audit_log WHERE ctid = ${newest("audit_log", "status = 'OK' AND async_operation_id <> ''")}`.execute(
      tx,
    ),
  "an operation has two audit records": (tx) =>
    sql`INSERT INTO audit_log SELECT log_id || '2', emit_time, operation, status, principal_type, principal_id, principal_name,
      api_key_id, x_forwarded_for, async_operation_id, details FROM audit_log
      WHERE ctid = ${newest("audit_log", "async_operation_id <> ''")}`.execute(tx),
  "an audit record tells of what was rolled back": (tx) =>
    sql`UPDATE audit_log SET async_operation_id = 'rolled-back', chain_seq = null, chain_hash = null
      WHERE ctid = ${newest("audit_log", "async_operation_id <> '' AND chain_seq = (SELECT seq FROM audit_head)")}`.execute(
      tx,
    ),
  "the chain has another head": (tx) => sql`UPDATE audit_head SET hash = '\\x00'::bytea`.execute(tx),
  "a policy version changed nothing": (tx) =>
    sql`DELETE FROM policy_changes WHERE version = (SELECT version FROM policy_version)`.execute(tx),
  "the policy version went back": (tx) => sql`UPDATE policy_version SET version = version - 1`.execute(tx),
};

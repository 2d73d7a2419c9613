// How far the audit log was delivered to each place. One process sends to a place at a time: it holds a lease, by the
// database's clock, and what it moves carries the number of its taking, so that who was overtaken moves nothing.
import { type Selectable, sql } from "kysely";
import type { Db, Reader, Tx } from "./database.ts";
import type { AuditStreamKind, AuditStreamsTable } from "./schema/audit.ts";

export type AuditStreamRow = Selectable<AuditStreamsTable>;

/** What is said of a place to deliver to. */
export interface AuditStreamPlace {
  readonly id: string;
  readonly name: string;
  readonly kind: AuditStreamKind;
  /** Without anything secret. */
  readonly destination: string;
}

/** Of the streams of the settings; those of sinks begin otherwise. */
const ofSettings = "stream/";

export const streamIdOf = (name: string): string => `${ofSettings}${name}`;

export const isOfSettings = ({ id }: { readonly id: string }): boolean => id.startsWith(ofSettings);

/** Begins behind the record numbered `seq`. */
export async function insertAuditStream(
  tx: Tx,
  { enabled, seq, at, ...place }: AuditStreamPlace & { enabled: boolean; seq: number; at: Date },
): Promise<void> {
  await tx
    .insertInto("audit_streams")
    .values({ ...place, enabled, seq, ...untouched, created_at: at })
    .execute();
}

const untouched = {
  holder: "",
  lease_until: null,
  fence: 0,
  failures: 0,
  next_attempt_at: null,
  failing_since: null,
  last_error: "",
  last_error_kind: "",
  last_succeeded_at: null,
} as const;

/**
 * The place has changed: whoever sends now stops at its next step, and it is tried again at once. Its place in the log
 * stays.
 */
export async function updateAuditStream(
  tx: Tx,
  { id, ...place }: AuditStreamPlace & { readonly enabled: boolean },
): Promise<void> {
  await tx
    .updateTable("audit_streams")
    .set(({ eb }) => ({ ...place, ...settled, fence: eb("fence", "+", 1) }))
    .where("id", "=", id)
    .execute();
}

const settled = {
  holder: "",
  lease_until: null,
  failures: 0,
  next_attempt_at: null,
  failing_since: null,
  last_error: "",
  last_error_kind: "",
} as const;

export async function deleteAuditStream(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("audit_streams").where("id", "=", id).execute();
}

/** As the settings have them. A new one begins with the first record; one that is gone keeps its place. */
export async function keepConfiguredStreams(db: Db, places: readonly AuditStreamPlace[], at: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const ids = places.map(({ id }) => id);
    await sql`UPDATE audit_streams SET enabled = false
      WHERE starts_with(id, ${ofSettings}) AND NOT id = ANY(${ids}::text[])`.execute(tx);
    for (const place of places) {
      await tx
        .insertInto("audit_streams")
        .values({ ...place, enabled: true, seq: 0, ...untouched, created_at: at })
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ ...place, enabled: true, next_attempt_at: null }))
        .execute();
    }
  });
}

export interface StreamState extends AuditStreamRow {
  /** Records that were not acknowledged yet, those among them that are not chained yet. */
  readonly lag_records: number;
  /** When the first of them was made; null when there is none. */
  readonly waiting_since: Date | null;
}

/** All that are configured, by id; how far each is behind, in one moment. */
export async function listStreamStates(reader: Reader): Promise<StreamState[]> {
  const { rows } = await sql<StreamState>`
    SELECT s.*, greatest(h.seq - s.seq, 0) + u.count AS lag_records, coalesce(next.emit_time, u.oldest) AS waiting_since
    FROM audit_streams s CROSS JOIN audit_head h
    CROSS JOIN (SELECT count(*) AS count, min(emit_time) AS oldest FROM audit_log WHERE chain_seq IS NULL) u
    LEFT JOIN LATERAL (SELECT emit_time FROM audit_log WHERE chain_seq > s.seq ORDER BY chain_seq LIMIT 1) next ON true
    WHERE s.enabled OR NOT starts_with(s.id, ${ofSettings}) ORDER BY s.id`.execute(reader);
  return rows.map((row) => ({ ...row, lag_records: Number(row.lag_records) }));
}

/** A place may be slow, and an attempt may fail; what waits longer, or fails more often, does not arrive. */
const healthyWaitMs = 5 * 60_000;
const healthyFailures = 3;

/** Neither behind nor failing. */
export const isHealthy = ({ enabled, failures, waiting_since }: StreamState, now: Date): boolean =>
  enabled &&
  failures < healthyFailures &&
  (waiting_since === null || now.getTime() - waiting_since.getTime() <= healthyWaitMs);

/** Those that have something to send, that nobody sends, and whose time has come. */
export async function listDueStreams(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT s.id FROM audit_streams s CROSS JOIN audit_head h WHERE ${due} ORDER BY s.id`.execute(db);
  return rows.map(({ id }) => id);
}

const due = sql`s.enabled AND s.seq < h.seq AND (s.lease_until IS NULL OR s.lease_until <= clock_timestamp())
  AND (s.next_attempt_at IS NULL OR s.next_attempt_at <= clock_timestamp())`;

export interface StreamLease {
  readonly id: string;
  readonly fence: number;
  /** Up to here everything was acknowledged. */
  readonly seq: number;
}

/** Null when somebody else was faster, or nothing is to be sent. */
export async function takeStream(db: Db, id: string, holder: string, seconds: number): Promise<StreamLease | null> {
  const { rows } = await sql<StreamLease>`
    UPDATE audit_streams s SET holder = ${holder}, fence = s.fence + 1, lease_until = ${until(seconds)}
    FROM audit_head h WHERE s.id = ${id} AND ${due} RETURNING s.id, s.fence, s.seq`.execute(db);
  return rows[0] ?? null;
}

const until = (seconds: number) => sql`clock_timestamp() + make_interval(secs => ${seconds})`;

/** False when somebody else took it meanwhile. */
export async function renewStream(db: Db, { id, fence }: StreamLease, seconds: number): Promise<boolean> {
  const { rows } = await sql`UPDATE audit_streams SET lease_until = ${until(seconds)}
    WHERE id = ${id} AND fence = ${fence} RETURNING id`.execute(db);
  return rows.length > 0;
}

/** False, and nothing is moved, when somebody else took it meanwhile. */
export async function advanceStream(db: Db, { id, fence }: StreamLease, seq: number, at: Date): Promise<boolean> {
  const { failures, next_attempt_at, failing_since, last_error, last_error_kind } = settled;
  const rows = await db
    .updateTable("audit_streams")
    .set({ seq, last_succeeded_at: at, failures, next_attempt_at, failing_since, last_error, last_error_kind })
    .where("id", "=", id)
    .where("fence", "=", fence)
    .where("seq", "<", seq)
    .returning("id")
    .execute();
  return rows.length > 0;
}

export interface StreamFailure {
  readonly kind: "configuration" | "internal";
  readonly message: string;
  readonly at: Date;
}

/** Longest pause between two attempts. */
const maxPauseSeconds = 60;

/** Gives it back, to be tried again after a pause that doubles with each failure in a row. */
export async function noteStreamFailure(
  db: Db,
  { id, fence }: StreamLease,
  { kind, message, at }: StreamFailure,
): Promise<void> {
  await sql`UPDATE audit_streams SET failures = failures + 1, last_error = ${message}, last_error_kind = ${kind},
      failing_since = coalesce(failing_since, ${at}), lease_until = NULL, holder = '',
      next_attempt_at = clock_timestamp() + make_interval(secs => least(${maxPauseSeconds}, power(2, least(failures, 10))))
    WHERE id = ${id} AND fence = ${fence}`.execute(db);
}

/** Gives it back: everything was sent, or this process stops. */
export async function releaseStream(db: Db, { id, fence }: StreamLease): Promise<void> {
  await db
    .updateTable("audit_streams")
    .set({ holder: "", lease_until: null })
    .where("id", "=", id)
    .where("fence", "=", fence)
    .execute();
}

/** For the one process of an embedded database: whoever held a lease is gone. */
export async function releaseAllStreams(db: Db): Promise<void> {
  await db.updateTable("audit_streams").set({ holder: "", lease_until: null }).execute();
}

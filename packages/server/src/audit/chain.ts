// The hash chain: each row's hash covers the row and the hash before it, so an edit, a removal, an insertion or a
// change of order shows. A sequencer chains rows right after commit; chaining inside the commit would make every
// write of the account wait for every other. What is not chained yet is the tail, and `verify` counts it.
import { createHash } from "node:crypto";
import { type Selectable, sql } from "kysely";
import type { Db, Reader } from "../store/database.ts";
import type { AuditLogTable } from "../store/schema/audit.ts";

export type AuditRow = Selectable<AuditLogTable>;

/** Rows chained in one transaction at most. */
const batch = 500;

/** Chains every committed row that is not chained yet. Returns how many. Safe to run from several processes. */
export async function chainTail(db: Db): Promise<number> {
  let total = 0;
  for (;;) {
    const chained = await chainBatch(db);
    total += chained;
    if (chained < batch) return total;
  }
}

async function chainBatch(db: Db): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const head = await tx.selectFrom("audit_head").select(["seq", "hash"]).forUpdate().executeTakeFirstOrThrow();
    const rows = await tx
      .selectFrom("audit_log")
      .selectAll()
      .where("chain_seq", "is", null)
      .orderBy("emit_time")
      .orderBy("log_id")
      .limit(batch)
      .execute();
    if (rows.length === 0) return 0;
    let { seq, hash } = head;
    const hashes = rows.map((row) => {
      seq += 1;
      hash = hashRow(hash, seq, row);
      return Buffer.from(hash).toString("hex");
    });
    // One statement for all of them: under load the tail is long, and each round trip would hold the head.
    await sql`
      UPDATE audit_log SET chain_seq = ${head.seq}::bigint + place, chain_hash = decode(hash, 'hex')
      FROM unnest(${rows.map((row) => row.log_id)}::text[], ${hashes}::text[])
        WITH ORDINALITY AS chained (id, hash, place)
      WHERE log_id = chained.id`.execute(tx);
    await tx.updateTable("audit_head").set({ seq, hash }).execute();
    return rows.length;
  });
}

export type ChainReport =
  | { readonly ok: true; readonly chained: number; readonly unchained: number; readonly head: string }
  | ({ readonly ok: false } & ChainBreak);

/** A record of the chain, by its number and its hash. */
export interface ChainPlace {
  readonly seq: number;
  readonly hash: Uint8Array;
}

export const chainBegin: ChainPlace = { seq: 0, hash: new Uint8Array(0) };

export interface ChainBreak {
  readonly seq: number;
  readonly problem: string;
}

export interface ChainWalk {
  /** The last record up to which everything holds. */
  readonly at: ChainPlace;
  /** When that record was made; null when no step was taken. */
  readonly emitTime: Date | null;
  readonly broken: ChainBreak | null;
}

/** Recomputes the chain after `from`, up to the record numbered `until`. Reads in pages, so it may be of any length. */
export async function walkChain(reader: Reader, from: ChainPlace, until: number): Promise<ChainWalk> {
  let { seq, hash } = from;
  let emitTime: Date | null = null;
  const stop = (broken: ChainBreak | null): ChainWalk => ({ at: { seq, hash }, emitTime, broken });
  while (seq < until) {
    const rows = await reader
      .selectFrom("audit_log")
      .selectAll()
      .where("chain_seq", ">", seq)
      .where("chain_seq", "<=", until)
      .orderBy("chain_seq")
      .limit(batch)
      .execute();
    if (rows.length === 0) return stop({ seq: seq + 1, problem: "records are missing at the end" });
    for (const row of rows) {
      if (row.chain_seq !== seq + 1) return stop({ seq: seq + 1, problem: "a record is missing" });
      const next = hashRow(hash, seq + 1, row);
      if (!sameBytes(next, row.chain_hash)) return stop({ seq: seq + 1, problem: `record ${row.log_id} was changed` });
      seq += 1;
      hash = next;
      emitTime = row.emit_time;
    }
  }
  return stop(null);
}

export const readHead = (reader: Reader): Promise<ChainPlace> =>
  reader.selectFrom("audit_head").select(["seq", "hash"]).executeTakeFirstOrThrow();

/** What is wrong with where the chain ends, once it was walked up to its head. */
export async function checkEnd(
  reader: Reader,
  head: ChainPlace,
  { seq, hash }: ChainPlace,
): Promise<ChainBreak | null> {
  if (!sameBytes(hash, head.hash)) return { seq, problem: "the chain does not end at its head" };
  const strayed = await findStrayed(reader);
  return strayed === null ? null : { seq: strayed, problem: "a record stands outside the chain" };
}

/** Recomputes the chain from its beginning. */
export async function verifyChain(reader: Reader): Promise<ChainReport> {
  const head = await readHead(reader);
  const { at, broken } = await walkChain(reader, chainBegin, head.seq);
  const found = broken ?? (await checkEnd(reader, head, at));
  if (found !== null) return { ok: false, ...found };
  return {
    ok: true,
    chained: at.seq,
    unchained: await countUnchained(reader),
    head: Buffer.from(at.hash).toString("hex"),
  };
}

/** A number that was never given out: the walk along the chain does not come past it. One statement, so that chaining may go on. */
async function findStrayed(reader: Reader): Promise<number | null> {
  const row = await reader
    .selectFrom("audit_log")
    .select("chain_seq")
    .where(({ eb, or, selectFrom }) =>
      or([eb("chain_seq", "<", 1), eb("chain_seq", ">", selectFrom("audit_head").select("seq"))]),
    )
    .limit(1)
    .executeTakeFirst();
  return row?.chain_seq ?? null;
}

export async function countUnchained(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom("audit_log")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("chain_seq", "is", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Canonical bytes: a JSON array in a fixed order, object keys sorted. Shared by chaining and verifying. */
export function hashRow(previous: Uint8Array, seq: number, row: AuditRow): Uint8Array {
  const canonical = JSON.stringify([
    seq,
    row.log_id,
    row.emit_time.toISOString(),
    row.operation,
    row.status,
    row.principal_type,
    row.principal_id,
    row.principal_name,
    row.api_key_id,
    row.x_forwarded_for,
    row.async_operation_id,
    sortKeys(row.details),
  ]);
  return createHash("sha256").update(previous).update(canonical, "utf8").digest();
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

const sameBytes = (a: Uint8Array, b: Uint8Array | null): boolean => b !== null && Buffer.compare(a, b) === 0;

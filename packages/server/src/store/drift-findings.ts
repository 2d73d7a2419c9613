// The findings of the last look at the whole account, with the time since when each has been there.
import { type Selectable, sql } from "kysely";
import type { Reader, Tx } from "./database.ts";
import type { DriftFindingsTable } from "./schema/observations.ts";

export type KeptFinding = Selectable<DriftFindingsTable>;

export const readKeptFindings = (reader: Reader): Promise<KeptFinding[]> =>
  reader.selectFrom("drift_findings").selectAll().orderBy("id").execute();

/** When each of `ids` was first found; those that no look has found yet are absent. */
export async function readFirstSeen(reader: Reader, ids: readonly string[]): Promise<Map<string, Date>> {
  const { rows } = await sql<Pick<KeptFinding, "id" | "first_seen">>`
    SELECT id, first_seen FROM drift_findings WHERE id = ANY(${ids}::text[])`.execute(reader);
  return new Map(rows.map(({ id, first_seen }) => [id, first_seen]));
}

/** These and no others are there as of `at`. */
export async function replaceFindings(
  tx: Tx,
  findings: readonly Pick<KeptFinding, "id" | "kind" | "risk" | "text" | "accepted">[],
  at: Date,
): Promise<void> {
  const column = (name: "id" | "kind" | "risk" | "text") => sql`${findings.map((finding) => finding[name])}::text[]`;
  await sql`DELETE FROM drift_findings WHERE id <> ALL(${column("id")})`.execute(tx);
  const accepted = sql`${findings.map((finding) => finding.accepted)}::boolean[]`;
  await sql`INSERT INTO drift_findings (id, kind, risk, text, accepted, first_seen, last_seen)
    SELECT id, kind, risk, text, accepted, ${at}::timestamptz, ${at}::timestamptz
    FROM unnest(${column("id")}, ${column("kind")}, ${column("risk")}, ${column("text")}, ${accepted})
      AS found (id, kind, risk, text, accepted)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, risk = excluded.risk, text = excluded.text,
      accepted = excluded.accepted, last_seen = excluded.last_seen`.execute(tx);
}

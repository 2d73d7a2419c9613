// Tells every process that something which decisions depend on was written: one new policy version that lists what
// it touched. In the transaction of the change, so that no version exists without its change or the other way round.
import { type QueryCreator, sql } from "kysely";
import { policyChannel } from "../authorize/snapshots.ts";
import type { Tx } from "../store/database.ts";
import { newId } from "../store/ids.ts";
import type { MadeVersion, Touched } from "../store/policy-data.ts";
import type { Schema } from "../store/schema.ts";

/**
 * The caller holds the policy version row FOR UPDATE. Null, and nothing done, when nothing was touched.
 * @param also what else the statement writes: `tx.with(…)`
 */
export async function publishPolicy(
  tx: Tx,
  touched: readonly Touched[],
  also: QueryCreator<Schema> = tx,
): Promise<MadeVersion | null> {
  if (touched.length === 0) {
    if (also !== tx) await also.selectNoFrom(sql`1`.as("written")).execute();
    return null;
  }
  const unique = [...new Map(touched.map((one) => [`${one.kind} ${one.id}`, one])).values()];
  const kinds = unique.map(({ kind }) => kind);
  const ids = unique.map(({ id }) => id);
  // One statement: everybody who writes what decisions depend on waits for the row of the version.
  const madeBy = newId();
  const { version } = await also
    .with("next", (db) =>
      db
        .updateTable("policy_version")
        .set({ version: sql`version + 1`, made_by: madeBy })
        .returning(["version", "made_by"]),
    )
    .with("changes", (db) =>
      db
        .insertInto("policy_changes")
        .columns(["version", "made_by", "kind", "id"])
        .expression(
          sql`SELECT version, made_by, kind, id FROM next, unnest(${kinds}::text[], ${ids}::text[]) AS touched (kind, id)`,
        ),
    )
    .selectFrom("next")
    .select(["version", sql`pg_notify(${policyChannel}, version || ' ' || made_by)`.as("told")])
    .executeTakeFirstOrThrow();
  return { version, madeBy };
}

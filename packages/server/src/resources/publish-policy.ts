// Tells every process that something which decisions depend on was written: one new policy version that lists what
// it touched. In the transaction of the change, so that no version exists without its change or the other way round.
import { sql } from "kysely";
import { policyChannel } from "../authorize/snapshots.ts";
import type { Tx } from "../store/database.ts";
import type { PolicyEntityKind } from "../store/schema/policy.ts";

export interface Touched {
  readonly kind: PolicyEntityKind;
  readonly id: string;
}

/** The caller holds the policy version row FOR UPDATE. Does nothing when nothing was touched. */
export async function publishPolicy(tx: Tx, touched: readonly Touched[]): Promise<void> {
  if (touched.length === 0) return;
  const unique = [...new Map(touched.map((one) => [`${one.kind} ${one.id}`, one])).values()];
  // One statement: everybody who writes what decisions depend on waits for the row of the version.
  await sql`
    WITH next AS (UPDATE policy_version SET version = version + 1 RETURNING version),
    told AS (
      INSERT INTO policy_changes (version, kind, id)
      SELECT version, kind, id FROM next,
        unnest(${unique.map(({ kind }) => kind)}::text[], ${unique.map(({ id }) => id)}::text[]) AS touched (kind, id)
    )
    SELECT pg_notify(${policyChannel}, version::text) FROM next`.execute(tx);
}

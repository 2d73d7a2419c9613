// Tells every process that something which decisions depend on was written: one new policy version that lists what
// it touched. In the transaction of the change, so that no version exists without its change or the other way round.
import { sql } from "kysely";
import { policyChannel } from "../authorize/snapshots.ts";
import type { Tx } from "../store/database.ts";
import type { PolicyEntityKind } from "../store/schema.ts";

export interface Touched {
  readonly kind: PolicyEntityKind;
  readonly id: string;
}

/** The caller holds the policy version row FOR UPDATE. Does nothing when nothing was touched. */
export async function publishPolicy(tx: Tx, touched: readonly Touched[]): Promise<void> {
  if (touched.length === 0) return;
  const { version } = await tx
    .updateTable("policy_version")
    .set(({ eb }) => ({ version: eb("version", "+", 1) }))
    .returning("version")
    .executeTakeFirstOrThrow();
  const unique = new Map(touched.map(({ kind, id }) => [`${kind} ${id}`, { version, kind, id }]));
  await tx
    .insertInto("policy_changes")
    .values([...unique.values()])
    .execute();
  await sql`SELECT pg_notify(${policyChannel}, ${String(version)})`.execute(tx);
}

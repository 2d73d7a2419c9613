import type { Selectable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import type { AttestationsTable } from "./schema/responsibility.ts";

export type AttestationRow = Selectable<AttestationsTable>;

export const readAttestations = (reader: Reader): Promise<AttestationRow[]> =>
  reader.selectFrom("attestations").selectAll().orderBy("responsibility_id").execute();

export async function saveAttestation(tx: Tx, row: AttestationRow): Promise<void> {
  await tx
    .insertInto("attestations")
    .values(row)
    .onConflict((conflict) => conflict.column("responsibility_id").doUpdateSet(row))
    .execute();
}

/** What was deleted, or undefined when there was nothing. */
export const deleteAttestation = (tx: Tx, responsibilityId: string): Promise<AttestationRow | undefined> =>
  tx.deleteFrom("attestations").where("responsibility_id", "=", responsibilityId).returningAll().executeTakeFirst();

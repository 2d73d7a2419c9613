import type { Selectable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import type { AcknowledgementsTable } from "./schema/responsibility.ts";

export type AcknowledgementRow = Selectable<AcknowledgementsTable>;

export const readAcknowledgements = (reader: Reader): Promise<AcknowledgementRow[]> =>
  reader.selectFrom("acknowledgements").selectAll().orderBy("finding_id").execute();

export async function saveAcknowledgement(tx: Tx, row: AcknowledgementRow): Promise<void> {
  await tx
    .insertInto("acknowledgements")
    .values(row)
    .onConflict((conflict) => conflict.column("finding_id").doUpdateSet(row))
    .execute();
}

/** What was deleted, or undefined when there was nothing. */
export const deleteAcknowledgement = (tx: Tx, findingId: string): Promise<AcknowledgementRow | undefined> =>
  tx.deleteFrom("acknowledgements").where("finding_id", "=", findingId).returningAll().executeTakeFirst();

import type { Selectable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import type { EvidenceStatesTable } from "./schema/responsibility.ts";

export type EvidenceStateRow = Selectable<EvidenceStatesTable>;

export const readEvidenceStates = (reader: Reader): Promise<EvidenceStateRow[]> =>
  reader.selectFrom("evidence_states").selectAll().orderBy("responsibility_id").execute();

/** Rows of responsibilities that are gone stay until their id is used again; nothing reads them meanwhile. */
export async function saveEvidenceStates(db: Reader | Tx, rows: readonly EvidenceStateRow[]): Promise<void> {
  for (const row of rows) {
    await db
      .insertInto("evidence_states")
      .values(row)
      .onConflict((conflict) => conflict.column("responsibility_id").doUpdateSet(row))
      .execute();
  }
}

import type { Selectable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import type { MatrixTable } from "./schema/responsibility.ts";

export type MatrixRow = Selectable<MatrixTable>;

/** Undefined as long as nobody tailored the template. */
export const readMatrix = (reader: Reader): Promise<MatrixRow | undefined> =>
  reader.selectFrom("matrix").selectAll().executeTakeFirst();

/** Locked, also where there is no row yet: two first updates at once must not both find the template. */
export async function lockMatrix(tx: Tx): Promise<MatrixRow | undefined> {
  await tx.selectFrom("account").select("id").forUpdate().executeTakeFirstOrThrow();
  return readMatrix(tx);
}

export async function saveMatrix(tx: Tx, row: Omit<MatrixRow, "singleton">): Promise<void> {
  await tx
    .insertInto("matrix")
    .values(row)
    .onConflict((conflict) => conflict.column("singleton").doUpdateSet(row))
    .execute();
}

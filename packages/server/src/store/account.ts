import type { Selectable, Updateable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import type { AccountTable } from "./schema/resources.ts";

export type AccountRow = Selectable<AccountTable>;

export const readAccount = (reader: Reader): Promise<AccountRow> =>
  reader.selectFrom("account").selectAll().executeTakeFirstOrThrow();

/** Locked: two updates at once must not both find the same version. */
export const readAccountForUpdate = (tx: Tx): Promise<AccountRow> =>
  tx.selectFrom("account").selectAll().forUpdate().executeTakeFirstOrThrow();

/** Nobody changes it until the transaction ends. */
export const readAccountForShare = (tx: Tx): Promise<AccountRow> =>
  tx.selectFrom("account").selectAll().forShare().executeTakeFirstOrThrow();

export async function updateAccount(tx: Tx, change: Updateable<AccountTable>): Promise<void> {
  await tx.updateTable("account").set(change).execute();
}

// Grants that the wire's access maps never show: a namespace's creator, temporary access.
import type { ImpliedGrant } from "@remit/policy";
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import type { ImpliedGrantsTable } from "./schema/policy.ts";

export type ImpliedGrantRow = Selectable<ImpliedGrantsTable>;

export const toImpliedGrant = ({ kind, namespace_uid, permission, expires_at }: ImpliedGrantRow): ImpliedGrant => ({
  kind,
  gives: { kind: "namespace-access", namespace: namespace_uid, permission },
  expiresAt: expires_at?.getTime() ?? null,
});

export const readImpliedGrantsOf = (reader: Reader, principalId: string): Promise<ImpliedGrantRow[]> =>
  reader.selectFrom("implied_grants").selectAll().where("principal_id", "=", principalId).execute();

export const readImpliedGrantsOn = (reader: Reader, namespaceUid: string): Promise<ImpliedGrantRow[]> =>
  reader.selectFrom("implied_grants").selectAll().where("namespace_uid", "=", namespaceUid).execute();

/** Ends what its creator holds on a namespace for having created it. */
export async function deleteCreatorGrant(tx: Tx, principalId: string, namespaceUid: string): Promise<void> {
  await tx
    .deleteFrom("implied_grants")
    .where("principal_id", "=", principalId)
    .where("namespace_uid", "=", namespaceUid)
    .where("kind", "=", "creator")
    .execute();
}

export async function deleteImpliedGrantsOf(tx: Tx, principalIds: readonly string[]): Promise<void> {
  if (principalIds.length > 0)
    await tx
      .deleteFrom("implied_grants")
      .where("principal_id", "in", [...principalIds])
      .execute();
}

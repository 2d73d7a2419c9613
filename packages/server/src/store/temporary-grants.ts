// Access for a time, as it was approved. A row that is over gives nothing, because decisions compare its end with their
// own moment; whether it is still here makes no difference.
import type { ImpliedAccess, ImpliedGrant, NamespacePermission, ProjectRole } from "@remit/policy";
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import { nextVersion } from "./ids.ts";
import type { TemporaryGrantsTable } from "./schema/policy.ts";

export type TemporaryGrantRow = Selectable<TemporaryGrantsTable>;

export const toTemporaryGrant = (row: TemporaryGrantRow): ImpliedGrant => ({
  kind: "temporary",
  gives: toGiven(row),
  expiresAt: row.expires_at.getTime(),
});

function toGiven({ namespace_uid, project_id, custom_role_id, level }: TemporaryGrantRow): ImpliedAccess {
  if (namespace_uid !== null)
    return { kind: "namespace-access", namespace: namespace_uid, permission: level as NamespacePermission };
  if (project_id !== null) return { kind: "project-access", project: project_id, role: level as ProjectRole };
  return { kind: "custom-role", customRole: custom_role_id ?? "" };
}

/** What is given, as the columns of a row. */
export function fromGiven(
  gives: ImpliedAccess,
): Pick<TemporaryGrantRow, "namespace_uid" | "project_id" | "custom_role_id" | "level"> {
  const nothing = { namespace_uid: null, project_id: null, custom_role_id: null, level: "" };
  if (gives.kind === "namespace-access") return { ...nothing, namespace_uid: gives.namespace, level: gives.permission };
  if (gives.kind === "project-access") return { ...nothing, project_id: gives.project, level: gives.role };
  return { ...nothing, custom_role_id: gives.customRole };
}

/** Of these principals, or of all where `principalIds` is null. */
export async function readTemporaryGrants(
  reader: Reader,
  principalIds: readonly string[] | null,
): Promise<TemporaryGrantRow[]> {
  let query = reader.selectFrom("temporary_grants").selectAll();
  if (principalIds !== null) query = query.where("principal_id", "in", [...principalIds]);
  return query.orderBy("request_id").execute();
}

type Bound = "namespace_uid" | "project_id" | "custom_role_id";

/** What is given for a time on one thing. */
export const readTemporaryGrantsOn = (reader: Reader, bound: Bound, uid: string): Promise<TemporaryGrantRow[]> =>
  reader.selectFrom("temporary_grants").selectAll().where(bound, "=", uid).orderBy("request_id").execute();

export async function insertTemporaryGrant(tx: Tx, row: TemporaryGrantRow): Promise<void> {
  await tx.insertInto("temporary_grants").values(row).execute();
}

/** What was deleted; undefined when it had ended already. */
export const deleteTemporaryGrant = (tx: Tx, requestId: string): Promise<TemporaryGrantRow | undefined> =>
  tx.deleteFrom("temporary_grants").where("request_id", "=", requestId).returningAll().executeTakeFirst();

/**
 * Ends what is given for a time on a thing that goes away, and says so in the requests. The answer names the
 * principals that decisions must learn about.
 */
export async function endTemporaryGrantsOn(tx: Tx, bound: Bound, uid: string, now: Date): Promise<string[]> {
  const rows = await tx.deleteFrom("temporary_grants").where(bound, "=", uid).returningAll().execute();
  for (const { request_id } of rows) {
    await tx
      .updateTable("requests")
      .set({ state: "ended", ends_at: now, note: "what it was for is gone", version: await nextVersion(tx) })
      .where("id", "=", request_id)
      .where("state", "=", "approved")
      .execute();
  }
  return [...new Set(rows.map(({ principal_id }) => principal_id))];
}

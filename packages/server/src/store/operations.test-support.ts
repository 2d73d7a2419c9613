import type { Insertable } from "kysely";
import type { Db } from "./database.ts";
import type { OperationsTable } from "./schema/operations.ts";

/** A pending operation on a Temporal server, with what the test is about. */
export async function insertOperation(
  db: Db,
  about: Partial<Insertable<OperationsTable>> & { readonly uid: string },
): Promise<void> {
  const nothing = new Uint8Array();
  await db
    .insertInto("operations")
    .values({
      id: `wire-${about.uid}`,
      principal_id: "somebody",
      rpc: "UpdateNamespace",
      request_digest: nothing,
      request: null,
      response: nothing,
      secret: null,
      secret_expires_at: null,
      resource_type: "namespaces",
      resource_id: "orders.abc123",
      state: "PENDING",
      needs_temporal: true,
      failure_reason: "",
      created_at: new Date(),
      started_at: null,
      finished_at: null,
      ...about,
    })
    .execute();
}

import type { Db } from "../database.ts";
import { newId } from "../ids.ts";

/** A Namespace in a project of its own. Returns its uid. */
export async function insertNamespace(db: Db): Promise<string> {
  const uid = newId();
  const common = {
    version: 1,
    state: 3,
    spec: new Uint8Array(),
    created_at: new Date(Date.UTC(2026, 4, 1, 12, 0)),
    updated_at: null,
    async_operation_id: "",
  };
  await db
    .insertInto("projects")
    .values({ ...common, id: uid, display_name: uid })
    .execute();
  await db
    .insertInto("namespaces")
    .values({
      ...common,
      uid,
      id: `${uid}.abc`,
      project_id: uid,
      desired: null,
      tags: "{}",
      active_region: "aws-us-east-1",
      failure_reason: "",
    })
    .execute();
  return uid;
}

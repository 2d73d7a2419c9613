import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Code, ConnectError } from "@connectrpc/connect";
import { sql } from "kysely";
import { sharePostgres } from "../harness/databases.ts";
import { createDigest, observePlane } from "../harness/observed-plane.ts";

const freshPostgres = sharePostgres();
const spec = {
  name: "role",
  permissions: [{ actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", allowAll: true } }],
};

describe("the audit record of a change", () => {
  it("that cannot be written makes the change fail: nothing is changed, and no SQL reaches the caller", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    await using plane = await observePlane(fresh);
    const { db } = plane.database;
    await sql`ALTER TABLE audit_log ADD CONSTRAINT full_disk CHECK (operation <> 'CreateCustomRole')`.execute(db);
    const digest = await createDigest(db);
    const before = await digest();
    const refused = await plane.owner.cloud.createCustomRole({ spec, asyncOperationId: "op" }).catch(ConnectError.from);
    assert.ok(refused instanceof ConnectError);
    assert.equal(refused.code, Code.Internal);
    assert.match(refused.rawMessage, /^internal error, request [0-9a-f-]{36}$/);
    assert.equal(await digest(), before);
    assert.deepEqual((await plane.owner.cloud.getCustomRoles({})).customRoles, []);

    await sql`ALTER TABLE audit_log DROP CONSTRAINT full_disk`.execute(db);
    const { roleId } = await plane.owner.cloud.createCustomRole({ spec, asyncOperationId: "op" });
    assert.notEqual(roleId, "");
  });

  it("stands beside that of every refusal, which outlives the rollback of what it refused", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    await using plane = await observePlane(fresh);
    await plane.owner.cloud.createCustomRole({ spec });
    await assert.rejects(
      plane.as(null).cloud.createCustomRole({ spec }),
      (error) => ConnectError.from(error).code === Code.Unauthenticated,
    );
    const rows = await plane.database.db
      .selectFrom("audit_log")
      .selectAll()
      .where("operation", "=", "CreateCustomRole")
      .orderBy("emit_time")
      .execute();
    assert.deepEqual(
      rows.map(({ status, principal_type }) => `${status} ${principal_type}`),
      ["OK user", "UNAUTHENTICATED anonymous"],
    );
    assert.ok(rows.every(({ x_forwarded_for }) => x_forwarded_for === "127.0.0.1"));
  });
});

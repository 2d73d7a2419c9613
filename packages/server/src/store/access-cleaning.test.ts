// What is left of a namespace, project or custom role in everybody's access once it is gone: nothing.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { create, type DescMessage, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  type AccessSchema,
  AccountAccess_Role,
  NamespaceAccess_Permission,
  type NamespaceAccessSchema,
  ProjectAccess_ProjectRole,
  type ProjectAccessSchema,
  ServiceAccountSpecSchema,
  UserGroupSpecSchema,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { removeNamespaceFromAccess, removeProjectFromAccess } from "./access-cleaning.ts";
import { type Database, migrate } from "./database.ts";
import { openTestPGlite } from "./pglite.test-support.ts";
import { removeRoleFromHolders } from "./role-holders.ts";

const now = new Date("2026-11-22T00:00:00Z");
const gone = "orders.abcdef";
const longer = "my-orders.abcdef";
const read: MessageInitShape<typeof NamespaceAccessSchema> = { permission: NamespaceAccess_Permission.READ };
const inProject: MessageInitShape<typeof ProjectAccessSchema> = { role: ProjectAccess_ProjectRole.READ };
const access: MessageInitShape<typeof AccessSchema> = {
  accountAccess: { role: AccountAccess_Role.READ, customRoles: ["r1", "r2"] },
  namespaceAccesses: { [gone]: read, [longer]: read },
  projectAccesses: { p1: inProject, p2: inProject },
};

describe("cleaning access", () => {
  let database: Database;

  before(async () => {
    database = await openTestPGlite();
    await migrate(database.db);
    await seed();
  });
  after(() => database.close());

  const row = <Desc extends DescMessage>(desc: Desc, spec: MessageInitShape<Desc>) => ({
    version: 0,
    state: 3,
    async_operation_id: "",
    created_at: now,
    updated_at: null,
    spec: toBinary(desc, create(desc, spec)),
  });

  async function seed(): Promise<void> {
    const { db } = database;
    const user = { invited_at: null, invitation_expires_at: null, accepted_at: null };
    await db
      .insertInto("users")
      .values([
        { ...row(UserSpecSchema, { email: "a@example.com", access }), ...user, id: "u1", email: "a@example.com" },
        {
          ...row(UserSpecSchema, { email: "b@example.com", access: { namespaceAccesses: { [longer]: read } } }),
          ...user,
          id: "u2",
          email: "b@example.com",
        },
      ])
      .execute();
    const group = { displayName: "team", access, groupType: { case: "cloudGroup" as const, value: {} } };
    await db
      .insertInto("user_groups")
      .values({ ...row(UserGroupSpecSchema, group), id: "g1", display_name: "team", kind: "cloud", external_id: "" })
      .execute();
    const account = (
      id: string,
      scope: "account" | "namespace" | "project",
      spec: MessageInitShape<typeof ServiceAccountSpecSchema>,
    ) => ({
      ...row(ServiceAccountSpecSchema, spec),
      id,
      name: id,
      scope,
      scope_id: "",
    });
    await db
      .insertInto("service_accounts")
      .values([
        account("whole", "account", { name: "whole", access }),
        account("bound", "namespace", { name: "bound", namespaceScopedAccess: { namespace: gone, access: read } }),
        account("other", "namespace", { name: "other", namespaceScopedAccess: { namespace: longer, access: read } }),
        account("project", "project", {
          name: "project",
          projectScopedAccess: { projectId: "p1", namespaceAccesses: { [gone]: read } },
        }),
      ])
      .execute();
    const key = (id: string, owner: string) => ({
      ...row(UserSpecSchema, {}),
      id,
      owner_id: owner,
      owner_kind: "serviceaccount" as const,
      digest: Buffer.from(id),
      disabled: false,
      expires_at: now,
      last_used_at: null,
    });
    await db
      .insertInto("api_keys")
      .values([key("k1", "bound"), key("k2", "other"), key("k3", "project")])
      .execute();
  }

  const readUser = async (id: string) => {
    const found = await database.db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    return { version: found.version, access: fromBinary(UserSpecSchema, found.spec).access };
  };
  const keys = async () =>
    (await database.db.selectFrom("api_keys").select("id").orderBy("id").execute()).map(({ id }) => id);

  it("takes a custom role from everybody and leaves the others", async () => {
    const expected = { principals: ["u1", "whole"], groups: ["g1"] };
    const touched = await database.db.transaction().execute((tx) => removeRoleFromHolders(tx, "r1", expected, now));
    assert.deepEqual(touched, expected);
    assert.deepEqual((await readUser("u1")).access?.accountAccess?.customRoles, ["r2"]);
    assert.ok((await readUser("u1")).version > 0);
  });

  it("takes a namespace from everybody, and the service accounts bound to it with their keys", async () => {
    const touched = await database.db.transaction().execute((tx) => removeNamespaceFromAccess(tx, gone, now));
    assert.deepEqual([...touched.principals].sort(), ["bound", "project", "u1", "whole"]);
    assert.deepEqual(touched.groups, ["g1"]);
    assert.deepEqual(Object.keys((await readUser("u1")).access?.namespaceAccesses ?? {}), [longer]);
    assert.equal((await readUser("u2")).version, 0);
    assert.deepEqual(await keys(), ["k2", "k3"]);
    const left = await database.db.selectFrom("service_accounts").select("id").orderBy("id").execute();
    assert.deepEqual(
      left.map(({ id }) => id),
      ["other", "project", "whole"],
    );
  });

  it("takes a project from everybody, and the service accounts bound to it with their keys", async () => {
    const touched = await database.db.transaction().execute((tx) => removeProjectFromAccess(tx, "p1", now));
    assert.deepEqual([...touched.principals].sort(), ["project", "u1", "whole"]);
    assert.deepEqual(Object.keys((await readUser("u1")).access?.projectAccesses ?? {}), ["p2"]);
    assert.deepEqual(await keys(), ["k2"]);
  });

  it("touches nobody when nothing is left to take", async () => {
    const touched = await database.db.transaction().execute((tx) => removeNamespaceFromAccess(tx, gone, now));
    assert.deepEqual(touched, { principals: [], groups: [] });
  });
});

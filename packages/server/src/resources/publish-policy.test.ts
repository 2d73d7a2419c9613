// What a process learns from the change log must be what a process that starts now reads: over random histories.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { check, permissions, type ResourceType } from "@remit/policy";
import {
  type AccessSchema,
  AccountAccess_Role,
  CustomRoleSpecSchema,
  NamespaceAccess_Permission,
  ProjectAccess_ProjectRole,
  ServiceAccountSpecSchema,
  UserGroupSpecSchema,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { sharePostgres } from "../../../../tests/harness/databases.ts";
import { advance, type PolicyView, viewOf } from "../authorize/view.ts";
import { type Database, type Db, migrate, type Tx } from "../store/database.ts";
import { newId } from "../store/ids.ts";
import { openPGlite } from "../store/pglite.ts";
import type { Touched } from "../store/policy-data.ts";
import {
  type MadeVersion,
  readDeltaOf,
  readPolicyDelta,
  readPolicyState,
  readPolicyVersion,
} from "../store/policy-data.ts";
import { openPostgres } from "../store/postgres.ts";
import { fromGiven } from "../store/temporary-grants.ts";
import { publishPolicy } from "./publish-policy.ts";

const freshPostgres = sharePostgres();
const now = new Date("2026-01-01T00:00:00Z");
const fresh = { version: 1, state: ResourceState.ACTIVE, async_operation_id: "", created_at: now, updated_at: null };
const bytes = new Uint8Array();

const projects = ["p0", "p1"] as const;
/** Wire names; each incarnation has a uid of its own. */
const names = ["n0.a", "n1.a", "n2.a"] as const;
const roles = ["r0", "r1"] as const;
const groups = ["g0", "g1"] as const;
const users = ["u0", "u1", "u2"] as const;
const accounts = ["s0", "s1"] as const;

type Random = (below: number) => number;

const uidsIn = (view: PolicyView) => (id: string) => view.namespacesById.get(id)?.uid;

function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pick = <T>(random: Random, items: readonly T[]): T => items[random(items.length)] as T;

function randomAccess(random: Random): MessageInitShape<typeof AccessSchema> {
  return {
    accountAccess: {
      role: pick(random, [
        AccountAccess_Role.UNSPECIFIED,
        AccountAccess_Role.READ,
        AccountAccess_Role.ADMIN,
        AccountAccess_Role.DEVELOPER,
      ]),
      customRoles: random(2) === 0 ? [] : [pick(random, roles)],
    },
    namespaceAccesses: {
      [pick(random, names)]: { permission: pick(random, Object.values(NamespaceAccess_Permission)) },
    },
    projectAccesses: { [pick(random, projects)]: { role: pick(random, Object.values(ProjectAccess_ProjectRole)) } },
  };
}

/** One thing made, changed or removed. Rows that depend on it go with it, as in the product. */
const mutations: readonly ((tx: Tx, random: Random) => Promise<Touched[]>)[] = [
  async (tx, random) => {
    const id = pick(random, names);
    const old = await tx.deleteFrom("namespaces").where("id", "=", id).returning("uid").execute();
    const touched: Touched[] = old.map(({ uid }) => ({ kind: "namespace", id: uid }));
    if (random(4) > 0) {
      const uid = `uid${random(1e9)}`;
      const row = {
        ...fresh,
        uid,
        id,
        project_id: pick(random, projects),
        spec: bytes,
        desired: null,
        tags: "{}",
        active_region: "",
      };
      await tx
        .insertInto("namespaces")
        .values({ ...row, failure_reason: "" })
        .execute();
      touched.push({ kind: "namespace", id: uid });
    }
    // Whoever was given access to the name has it, or not, by what the name means now.
    return [
      ...touched,
      ...[...users, ...accounts].map((id) => ({ kind: "principal" as const, id })),
      ...groups.map((id) => ({ kind: "group" as const, id })),
    ];
  },
  async (tx, random) => {
    const id = pick(random, roles);
    await tx.deleteFrom("custom_roles").where("id", "=", id).execute();
    if (random(4) > 0) {
      const bound = await tx.selectFrom("namespaces").select(["id", "uid"]).execute();
      const resources =
        random(2) === 0
          ? { resourceType: "namespaces", allowAll: true }
          : { resourceType: "namespaces", resourceIds: [pick(random, names)] };
      const actions = pick(random, [["cloud.namespace.get"], ["cloud.namespace.update", "cloud.namespace.delete"]]);
      const spec = toBinary(
        CustomRoleSpecSchema,
        create(CustomRoleSpecSchema, { name: id, permissions: [{ actions, resources }] }),
      );
      const bindings = JSON.stringify(Object.fromEntries(bound.map((row) => [row.id, row.uid])));
      await tx
        .insertInto("custom_roles")
        .values({ ...fresh, id, name: id, spec, bindings })
        .execute();
    }
    return [{ kind: "custom-role", id }];
  },
  async (tx, random) => {
    const id = pick(random, groups);
    const members = await tx.selectFrom("group_members").select("user_id").where("group_id", "=", id).execute();
    await tx.deleteFrom("user_groups").where("id", "=", id).execute();
    if (random(4) > 0) {
      const spec = toBinary(
        UserGroupSpecSchema,
        create(UserGroupSpecSchema, { displayName: id, access: randomAccess(random) }),
      );
      await tx
        .insertInto("user_groups")
        .values({ ...fresh, id, display_name: id, kind: "cloud", external_id: "", spec })
        .execute();
    }
    return [{ kind: "group", id }, ...members.map(({ user_id }) => ({ kind: "principal" as const, id: user_id }))];
  },
  async (tx, random) => {
    const id = pick(random, users);
    await tx.deleteFrom("users").where("id", "=", id).execute();
    if (random(5) > 0) {
      const spec = toBinary(UserSpecSchema, create(UserSpecSchema, { email: id, access: randomAccess(random) }));
      const state = random(5) === 0 ? ResourceState.SUSPENDED : ResourceState.ACTIVE;
      const dates = { invited_at: null, invitation_expires_at: null, accepted_at: now };
      await tx
        .insertInto("users")
        .values({ ...fresh, ...dates, state, id, email: id, spec })
        .execute();
    }
    return [{ kind: "principal", id }];
  },
  async (tx, random) => {
    const id = pick(random, accounts);
    await tx.deleteFrom("service_accounts").where("id", "=", id).execute();
    if (random(5) > 0) {
      const scoped = { namespace: pick(random, names), access: { permission: NamespaceAccess_Permission.WRITE } };
      const shape =
        random(2) === 0 ? { name: id, access: randomAccess(random) } : { name: id, namespaceScopedAccess: scoped };
      const spec = toBinary(ServiceAccountSpecSchema, create(ServiceAccountSpecSchema, shape));
      await tx
        .insertInto("service_accounts")
        .values({ ...fresh, id, name: id, scope: "account", scope_id: "", spec })
        .execute();
    }
    return [{ kind: "principal", id }];
  },
  async (tx, random) => {
    const [group_id, user_id] = [pick(random, groups), pick(random, users)];
    const removed = await tx
      .deleteFrom("group_members")
      .where("group_id", "=", group_id)
      .where("user_id", "=", user_id)
      .returning("user_id")
      .execute();
    const present = await tx
      .selectFrom("user_groups")
      .innerJoin("users", (join) => join.on("users.id", "=", user_id))
      .where("user_groups.id", "=", group_id)
      .select("users.id")
      .execute();
    if (removed.length === 0 && present.length > 0)
      await tx.insertInto("group_members").values({ group_id, user_id, created_at: now }).execute();
    return [{ kind: "principal", id: user_id }];
  },
  async (tx, random) => {
    const principal_id = pick(random, users);
    await tx.deleteFrom("implied_grants").where("principal_id", "=", principal_id).execute();
    const [namespace] = await tx.selectFrom("namespaces").select("uid").limit(1).execute();
    if (namespace !== undefined) {
      const grant = {
        principal_id,
        namespace_uid: namespace.uid,
        kind: "creator",
        permission: "admin",
        expires_at: null,
      } as const;
      await tx.insertInto("implied_grants").values(grant).execute();
    }
    return [{ kind: "principal", id: principal_id }];
  },
  async (tx, random) => {
    const principal_id = pick(random, users);
    await tx.deleteFrom("temporary_grants").where("principal_id", "=", principal_id).execute();
    const [user] = await tx.selectFrom("users").select("id").where("id", "=", principal_id).execute();
    const [namespace] = await tx.selectFrom("namespaces").select("uid").limit(1).execute();
    if (user !== undefined && namespace !== undefined) {
      const expires_at = new Date(now.getTime() + (random(2) === 0 ? 3_600_000 : -3_600_000));
      const gives = { kind: "namespace-access", namespace: namespace.uid, permission: "write" } as const;
      const request_id = await insertApproved(tx, principal_id);
      await tx
        .insertInto("temporary_grants")
        .values({ request_id, principal_id, expires_at, ...fromGiven(gives) })
        .execute();
    }
    return [{ kind: "principal", id: principal_id }];
  },
];

async function insertApproved(tx: Tx, requester_id: string): Promise<string> {
  const id = newId();
  const texts = {
    requester_name: "",
    subject: "",
    reason: "",
    note: "",
    namespace_id: "",
    renews_id: "",
    target_uid: "",
  };
  const dates = { created_at: now, lapses_at: now, ends_at: null, reminded_at: null, escalated_at: null };
  const what = {
    kind: "namespace-access",
    state: "approved",
    responsibility_id: "",
    hours: 1,
    approvals_needed: 1,
  } as const;
  const rest = { version: 1, wanted: bytes, async_operation_id: "", end_reminded_at: null };
  await tx
    .insertInto("requests")
    .values({ id, requester_id, ...texts, ...dates, ...what, ...rest })
    .execute();
  return id;
}

async function prepare(db: Db): Promise<void> {
  await migrate(db);
  const account = {
    version: 1,
    async_operation_id: "",
    created_at: now,
    updated_at: null,
    id: "a",
    spec: bytes,
    default_project: "p0",
  };
  await db.insertInto("account").values(account).execute();
  for (const id of projects)
    await db
      .insertInto("projects")
      .values({ ...fresh, id, display_name: id, spec: bytes })
      .execute();
}

const questions = permissions.map(({ operation }) => operation);
const types: readonly ResourceType[] = ["accounts", "projects", "namespaces", "custom-roles"];

/** Every decision that the view can make: principal, operation, resource. */
function decisionsOf(view: PolicyView): string {
  const ids: Readonly<Record<string, readonly string[]>> = {
    accounts: ["a"],
    projects,
    namespaces: [...view.namespacesByUid.keys()].sort(),
    "custom-roles": roles,
  };
  const allowed: string[] = [];
  for (const principal of [...users, ...accounts]) {
    for (const operation of questions) {
      for (const type of types) {
        for (const id of ids[type] ?? []) {
          if (check(view.snapshot, principal, operation, { type, id }, now.getTime()))
            allowed.push(`${principal} ${operation} ${type} ${id}`);
        }
      }
    }
  }
  return allowed.join("\n");
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
const namesOf = (view: PolicyView) => [[...view.namespacesById].sort(byKey), [...view.namespacesByUid].sort(byKey)];

function describeFreshness(engine: string, open: () => Promise<Database | string>): void {
  describe(`policy versions on ${engine}`, () => {
    let database: Database | string = "not opened";
    before(async () => {
      database = await open();
      if (typeof database !== "string") await prepare(database.db);
    });
    after(async () => {
      if (typeof database !== "string") await database.close();
    });

    it("lead to the same decisions when they are caught up with, one or many at a time, as when all is read anew", async (t) => {
      if (typeof database === "string") return t.skip(database);
      const { db } = database;
      const random = createRandom(20_261_122);
      const read = (): Promise<PolicyView> => db.transaction().execute(async (tx) => viewOf(await readPolicyState(tx)));
      const views = [await read(), await read()];
      let ahead = await read();
      const seen = new Set<string>();
      for (let step = 1; step <= 140; step++) {
        // As the process that makes a version knows it: read before the commit.
        ahead = await db.transaction().execute(async (tx) => {
          const touched = await pick(random, mutations)(tx, random);
          const made = (await publishPolicy(tx, touched)) ?? ahead;
          return advance(ahead, await readDeltaOf(tx, made, touched, uidsIn(ahead)));
        });
        // The first view follows each version, the second only some.
        for (const [index, view] of views.entries()) {
          if (index === 1 && random(6) > 0) continue;
          const delta = await readPolicyDelta(db, view, await readPolicyVersion(db), uidsIn(view));
          assert.ok(delta !== null);
          const next = advance(view, delta);
          const anew = await read();
          assert.equal(next.version, anew.version);
          assert.deepEqual(namesOf(next), namesOf(anew), `step ${step}`);
          const decisions = decisionsOf(anew);
          assert.equal(decisionsOf(next), decisions, `step ${step}`);
          assert.deepEqual(namesOf(ahead), namesOf(anew), `step ${step}, ahead`);
          assert.equal(decisionsOf(ahead), decisions, `step ${step}, ahead`);
          seen.add(decisions);
          views[index] = next;
        }
      }
      assert.ok(seen.size > 60, `only ${seen.size} different states were seen`);
    });

    it("that the change log no longer reaches back to are read anew", async (t) => {
      if (typeof database === "string") return t.skip(database);
      const { db } = database;
      const now = await readPolicyVersion(db);
      const before = async (count: number): Promise<MadeVersion> => {
        const version = now.version - count;
        const change = db.selectFrom("policy_changes").select("made_by").where("version", "=", version);
        return { version, madeBy: (await change.executeTakeFirstOrThrow()).made_by };
      };
      const [five, six] = [await before(5), await before(6)];
      await db.deleteFrom("policy_changes").where("version", "<", five.version).execute();
      assert.notEqual(await readPolicyDelta(db, five, now, () => undefined), null);
      assert.equal(await readPolicyDelta(db, six, now, () => undefined), null);
    });

    it("that were never part of what is there now are read anew, whatever their number", async (t) => {
      if (typeof database === "string") return t.skip(database);
      const { db } = database;
      const now = await readPolicyVersion(db);
      assert.notEqual(await readPolicyDelta(db, now, now, () => undefined), null);
      for (const back of [0, 1]) {
        const lost = { version: now.version - back, madeBy: "lost" };
        assert.equal(await readPolicyDelta(db, lost, now, () => undefined), null);
      }
    });
  });
}

describeFreshness("PGlite", () => openPGlite(null));

describeFreshness("Postgres", async () => {
  const empty = await freshPostgres();
  if (typeof empty === "string") return empty;
  const database = await openPostgres({ url: empty.url, onError: () => undefined });
  return { ...database, close: () => database.close().then(() => empty[Symbol.asyncDispose]()) };
});

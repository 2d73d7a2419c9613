// Two processes on one Postgres, and callers that do at once what must not both come true.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fromBinary } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { AccountAccess_Role, UserSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import pg from "pg";
import { type Caller, startPlane, type TestPlane } from "../harness/control-plane.ts";
import { sharePostgres } from "../harness/databases.ts";
import { type ObservedPlane, observePlane } from "../harness/observed-plane.ts";
import { makeServiceAccount, makeUser, type TestPrincipal } from "../harness/principals.ts";
import { adminAccess, demoteEachOther, ownerAccess, setAccess } from "../races/demote-each-other.ts";

const freshPostgres = sharePostgres();
const limits = { customRolesPerAccount: 12, usersPerAccount: 0 };
const readNamespaces = [
  { actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", allowAll: true } },
];
const roleSpec = (name: string) => ({ name, permissions: readNamespaces });

const tooLate = {
  displayName: "too late",
  access: { accountAccess: { role: AccountAccess_Role.READ } },
  groupType: { case: "cloudGroup" as const, value: {} },
};

/** The code of a refusal, or null for what succeeded. */
const endsOf = async (calls: readonly Promise<unknown>[]): Promise<(Code | null)[]> =>
  (await Promise.allSettled(calls)).map((end) =>
    end.status === "fulfilled" ? null : ConnectError.from(end.reason).code,
  );

const succeeded = (ends: readonly (Code | null)[]): number => ends.filter((end) => end === null).length;

describe("of two processes on one Postgres", () => {
  let first: ObservedPlane | string;
  let second: TestPlane;
  before(async () => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") {
      first = fresh;
      return;
    }
    first = await observePlane(fresh, { limits });
    second = await startPlane({ store: { kind: "postgres", url: fresh.url }, limits });
  });
  after(async () => {
    if (typeof first === "string") return;
    await second[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
  });

  const onPostgres = (promise: string, prove: (plane: ObservedPlane) => Promise<void>): void =>
    void it(promise, async (t) => (typeof first === "string" ? t.skip(first) : prove(first)));

  /** The same principal through the other process, once that has heard of it. */
  const across = async ({ key }: TestPrincipal): Promise<Caller> => {
    const caller = second.as(key);
    for (;;) {
      const [end] = await endsOf([caller.cloud.getCurrentIdentity({})]);
      if (end === null) return caller;
      assert.equal(end, Code.Unauthenticated);
    }
  };

  /** Through the other process, once that has heard that the first owner is one again. */
  const ownerAcross = async (plane: ObservedPlane): Promise<Caller> => {
    const caller = second.as(plane.ownerKey);
    const question = { operation: "cloud.customrole.create", resource: { resourceType: "accounts" } };
    while (!(await caller.access.explain(question)).allowed) await sleep(10);
    return caller;
  };

  onPostgres("a retry that overtakes its first attempt gets the same answer, whatever it changes", async (plane) => {
    const { cloud } = plane.owner;
    const elsewhere = (await ownerAcross(plane)).cloud;
    const { projectId } = await cloud.createProject({ spec: { displayName: "round 0" } });
    while ((await endsOf([elsewhere.getProject({ projectId })]))[0] !== null) await sleep(10);
    for (let round = 1; round <= 20; round++) {
      const { resourceVersion = "" } = (await cloud.getProject({ projectId })).project ?? {};
      const spec = { displayName: `round ${round}` };
      const request = { projectId, spec, resourceVersion, asyncOperationId: `overtake-${round}` };
      const ends = await endsOf([cloud, elsewhere, cloud, elsewhere].map((client) => client.updateProject(request)));
      assert.deepEqual(ends, [null, null, null, null], `round ${round}`);
    }
  });

  onPostgres("two owners who demote each other leave at least one, 50 times in a row", async (plane) => {
    const [a, b] = [await makeUser(plane, ownerAccess), await makeUser(plane, ownerAccess)];
    // The first owner steps down through one of the two: from here on only they are owners.
    const { principal } = await plane.owner.cloud.getCurrentIdentity({});
    assert.equal(principal.case, "user");
    const founder = principal.case === "user" ? principal.value.id : "";
    await setAccess(a, founder, adminAccess);
    const elsewhere = await across(b);
    const left = await demoteEachOther(plane.owner, [a, { id: b.id, cloud: elsewhere.cloud }], 50);
    assert.deepEqual(left, { none: 0, one: 50, both: 0 });
    await setAccess(a, founder, ownerAccess);
  });

  onPostgres("many owners who all leave at once leave one", async (plane) => {
    const owners = await Promise.all(Array.from({ length: 5 }, () => makeUser(plane, ownerAccess)));
    const { users } = await plane.owner.cloud.getUsers({});
    const others = users.filter(
      (user) =>
        user.spec?.access?.accountAccess?.role === AccountAccess_Role.OWNER && !owners.some(({ id }) => id === user.id),
    );
    for (const { id } of others) await setAccess(owners[0] as TestPrincipal, id, adminAccess);
    const callers = await Promise.all(owners.map(async (owner, index) => (index % 2 === 0 ? owner : across(owner))));
    const ends = await endsOf(owners.map(({ id }, index) => setAccess(callers[index] as Caller, id, adminAccess)));
    assert.equal(succeeded(ends), owners.length - 1, ends.join(", "));
    const left = await Promise.all(owners.map(({ id }) => isOwner(plane, id)));
    assert.equal(left.filter(Boolean).length, 1);
    const survivor = owners[left.indexOf(true)] as TestPrincipal;
    for (const { id } of others) await setAccess(survivor, id, ownerAccess);
  });

  onPostgres("custom roles that many make at once never exceed the limit", async (plane) => {
    const present = (await plane.owner.cloud.getCustomRoles({})).customRoles.length;
    const elsewhere = await ownerAcross(plane);
    const calls = Array.from({ length: 30 }, (_, index) =>
      (index % 2 === 0 ? plane.owner : elsewhere).cloud.createCustomRole({
        spec: roleSpec(`many-${index}`),
      }),
    );
    const ends = await endsOf(calls);
    assert.equal(succeeded(ends), limits.customRolesPerAccount - present);
    assert.ok(
      ends.every((end) => end === null || end === Code.FailedPrecondition),
      ends.join(", "),
    );
    const { customRoles } = await plane.owner.cloud.getCustomRoles({});
    assert.equal(customRoles.length, limits.customRolesPerAccount);
    for (const { id, resourceVersion } of customRoles)
      await plane.owner.cloud.deleteCustomRole({ roleId: id, resourceVersion });
  });

  onPostgres("a name that many ask for at once is given once", async (plane) => {
    const callers = [plane.owner, await ownerAcross(plane)];
    for (let round = 0; round < 10; round++) {
      const name = `wanted-${round}`;
      const ends = await endsOf(
        Array.from({ length: 8 }, (_, index) =>
          (callers[index % 2] as Caller).cloud.createCustomRole({ spec: roleSpec(name) }),
        ),
      );
      assert.equal(succeeded(ends), 1);
      assert.ok(
        ends.every((end) => end === null || end === Code.AlreadyExists),
        ends.join(", "),
      );
    }
    const { customRoles } = await plane.owner.cloud.getCustomRoles({});
    for (const { id, resourceVersion } of customRoles)
      await plane.owner.cloud.deleteCustomRole({ roleId: id, resourceVersion });
  });

  onPostgres("one request that arrives many times at once has one effect and one answer", async (plane) => {
    const callers = [plane.owner, await ownerAcross(plane)];
    for (let round = 0; round < 10; round++) {
      const request = { spec: roleSpec(`once-${round}`), asyncOperationId: `once.${round}` };
      const calls = Array.from({ length: 8 }, (_, index) =>
        (callers[index % 2] as Caller).cloud.createCustomRole(request),
      );
      const answers = await Promise.allSettled(calls);
      const ids = new Set(answers.flatMap((end) => (end.status === "fulfilled" ? [end.value.roleId] : [])));
      assert.equal(ids.size, 1);
      for (const end of answers)
        if (end.status === "rejected") assert.equal(ConnectError.from(end.reason).code, Code.Unavailable);
      const again = await plane.owner.cloud.createCustomRole(request);
      assert.ok(ids.has(again.roleId));
      const records = await plane.database.db
        .selectFrom("audit_log")
        .select("log_id")
        .where("async_operation_id", "=", request.asyncOperationId)
        .execute();
      assert.equal(records.length, 1);
      await plane.owner.cloud.deleteCustomRole({
        roleId: again.roleId,
        resourceVersion: await versionOf(plane, again.roleId),
      });
    }
  });

  onPostgres("an update that many make to one version happens once", async (plane) => {
    const { roleId } = await plane.owner.cloud.createCustomRole({ spec: roleSpec("contended") });
    const callers = [plane.owner, await ownerAcross(plane)];
    for (let round = 0; round < 10; round++) {
      const resourceVersion = await versionOf(plane, roleId);
      const ends = await endsOf(
        Array.from({ length: 6 }, (_, index) =>
          (callers[index % 2] as Caller).cloud.updateCustomRole({
            roleId,
            resourceVersion,
            spec: { ...roleSpec("contended"), description: `${round} by ${index}` },
          }),
        ),
      );
      assert.equal(succeeded(ends), 1, ends.join(", "));
      assert.ok(
        ends.every((end) => end === null || end === Code.FailedPrecondition),
        ends.join(", "),
      );
    }
  });

  onPostgres(
    "a write that waits while its right is taken away is refused, changes nothing and is recorded",
    async (plane) => {
      const admin = await makeServiceAccount(plane, adminAccess);
      const { serviceAccount } = await plane.owner.cloud.getServiceAccount({ serviceAccountId: admin.id });
      const readOnly = {
        name: serviceAccount?.spec?.name ?? "",
        access: { accountAccess: { role: AccountAccess_Role.READ } },
      };
      const elsewhere = await across(admin);
      await using lock = await holdPolicy(plane.databaseUrl);
      const revoke = plane.owner.cloud.updateServiceAccount({
        serviceAccountId: admin.id,
        spec: readOnly,
        resourceVersion: serviceAccount?.resourceVersion ?? "",
      });
      await lock.untilWaiting(1);
      const write = elsewhere.cloud.createUserGroup({ spec: tooLate }).catch(ConnectError.from);
      await lock.untilWaiting(2);
      await lock.release();
      await revoke;
      const refused = await write;
      assert.ok(refused instanceof ConnectError);
      assert.equal(refused.code, Code.PermissionDenied);
      assert.deepEqual((await plane.owner.cloud.getUserGroups({})).groups, []);
      const records = await plane.database.db
        .selectFrom("audit_log")
        .select("status")
        .where("principal_id", "=", admin.id)
        // The other process refuses it until it has heard of it.
        .where("operation", "=", "CreateUserGroup")
        .execute();
      assert.deepEqual(
        records.map(({ status }) => status),
        ["PERMISSION_DENIED"],
      );
    },
  );

  onPostgres("a write that waits while its API key is deleted is refused", async (plane) => {
    const admin = await makeServiceAccount(plane, adminAccess);
    const { apiKey } = await plane.owner.cloud.getApiKey({ keyId: admin.keyId });
    const elsewhere = await across(admin);
    await using lock = await holdPolicy(plane.databaseUrl);
    const revoke = plane.owner.cloud.deleteApiKey({
      keyId: admin.keyId,
      resourceVersion: apiKey?.resourceVersion ?? "",
    });
    await lock.untilWaiting(1);
    const write = endsOf([elsewhere.cloud.createUserGroup({ spec: tooLate })]);
    await lock.untilWaiting(2);
    await lock.release();
    await revoke;
    assert.deepEqual(await write, [Code.Unauthenticated]);
  });
});

/** As it is stored: whoever asks may be nobody any more. */
async function isOwner({ database }: ObservedPlane, userId: string): Promise<boolean> {
  const { spec } = await database.db
    .selectFrom("users")
    .select("spec")
    .where("id", "=", userId)
    .executeTakeFirstOrThrow();
  return fromBinary(UserSpecSchema, spec).access?.accountAccess?.role === AccountAccess_Role.OWNER;
}

async function versionOf(plane: TestPlane, roleId: string): Promise<string> {
  return (await plane.owner.cloud.getCustomRole({ roleId })).customRole?.resourceVersion ?? "";
}

interface HeldPolicy extends AsyncDisposable {
  /** Resolves when so many others wait for a lock of this database. */
  untilWaiting(sessions: number): Promise<void>;
  release(): Promise<void>;
}

/** Stands first in the queue that every mutation joins. */
async function holdPolicy(url: string): Promise<HeldPolicy> {
  const [holder, watcher] = [new pg.Client(url), new pg.Client(url)];
  await Promise.all([holder.connect(), watcher.connect()]);
  await holder.query("BEGIN");
  await holder.query("SELECT version FROM policy_version FOR UPDATE");
  const waiting =
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  return {
    untilWaiting: async (sessions) => {
      for (const end = Date.now() + 30_000; ; await sleep(5)) {
        const { rows } = await watcher.query<{ count: number }>(waiting);
        if (rows[0]?.count === sessions) return;
        if (Date.now() > end) throw new Error(`${rows[0]?.count} sessions wait instead of ${sessions}`);
      }
    },
    release: async () => {
      await holder.query("COMMIT");
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([holder.end(), watcher.end()]);
    },
  };
}

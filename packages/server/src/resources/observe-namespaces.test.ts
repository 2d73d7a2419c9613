import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { pino } from "pino";
import { unavailable } from "../errors.ts";
import { type Database, migrate } from "../store/database.ts";
import { keepMinute } from "../store/gateway-minutes.ts";
import { renewGateway } from "../store/gateways.ts";
import type { NamespaceToFind } from "../store/namespaces.ts";
import { readObserved, readSeenNamespaces } from "../store/observations.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { defaultLimits } from "./limits.ts";
import { type LookAtNamespace, observeNamespaces } from "./observe-namespaces.ts";

const active = 3;
const deleting = 5;
const minute = (count: number) => new Date(Date.UTC(2026, 4, 1, 12, count));
const days = (count: number) => new Date(Date.UTC(2026, 4, 1 + count, 12));

describe("looking at Namespaces", () => {
  let database: Database;
  const asked: { uid: string; known: readonly string[] }[] = [];

  before(async () => {
    database = await openTestPGlite();
    await migrate(database.db);
    const common = {
      version: 1,
      spec: new Uint8Array(),
      created_at: minute(0),
      updated_at: null,
      async_operation_id: "",
    };
    await database.db
      .insertInto("account")
      .values({ ...common, id: "abc", default_project: "p" })
      .execute();
    await database.db
      .insertInto("projects")
      .values({ ...common, state: active, id: "p", display_name: "P" })
      .execute();
    const row = (uid: string, region: string, state = active) => ({
      ...common,
      uid,
      id: `${uid}.abc`,
      state,
      project_id: "p",
      desired: null,
      tags: "{}",
      active_region: region,
      failure_reason: "",
    });
    const rows = [row("a1", "east"), row("a2", "east"), row("b1", "west"), row("gone", "east", deleting)];
    for (const one of rows) await database.db.insertInto("namespaces").values(one).execute();
    const endpoint = { id: "e", name: "e", project_id: "p", server_id: "", failure_reason: "", desired: null };
    const target = { target_namespace_uid: "a1", target_task_queue: "nexus" };
    await database.db
      .insertInto("nexus_endpoints")
      .values({ ...common, ...endpoint, ...target, state: active })
      .execute();
  });
  after(() => database.close());

  async function look(
    now: Date,
    answer: (namespace: NamespaceToFind) => ReturnType<LookAtNamespace>,
  ): Promise<string[]> {
    asked.length = 0;
    const lookAtNamespace: LookAtNamespace = async (namespace, known) => {
      asked.push({ uid: namespace.uid, known });
      return answer(namespace);
    };
    const askCodecServer = async () => ({ result: "unlisted" }) as const;
    const log = pino({ level: "silent" });
    await observeNamespaces({ database, log, limits: defaultLimits, lookAtNamespace, askCodecServer }, now);
    return asked.map(({ uid }) => uid);
  }

  const polled = (pollers: number) => async () => ({ taskQueues: [{ name: "orders", pollers }] });

  it("begins with those that were looked at longest ago, and asks a server that is away no more than at once", async () => {
    assert.deepEqual((await look(minute(1), polled(1))).sort(), ["a1", "a2", "b1"]);
    const away = async ({ active_region }: NamespaceToFind) => {
      if (active_region === "west") throw unavailable("away", null);
      return {};
    };
    await look(minute(2), away);
    assert.deepEqual((await look(minute(3), polled(1)))[0], "b1");
    const seen = await readSeenNamespaces(database.db);
    assert.deepEqual([...seen.keys()].sort(), ["a1", "a2", "b1"]);
  });

  it("keeps what was seen of a server that went away", async () => {
    await look(minute(4), polled(1));
    await look(minute(5), async () => Promise.reject(unavailable("away", null)));
    const { at, seen } = (await readSeenNamespaces(database.db)).get("a1") ?? {};
    assert.deepEqual([at, seen?.taskQueues], [minute(4), [{ name: "orders", pollers: 1 }]]);
  });

  it("learns how much is used from gateways that run, and nothing where there is none", async () => {
    const loadOf = async () => (await readSeenNamespaces(database.db)).get("a1")?.seen.load;
    assert.equal(await loadOf(), undefined);
    await renewGateway(database.db, "gateway", "g1", 60);
    await look(minute(5), polled(1));
    assert.deepEqual((await loadOf())?.hours, {});
    const methods = { StartWorkflowExecution: [60, 0, 2, 0] as const };
    const namespaces = { "a1.abc": { units: null, actions: 120, throttledActions: 2, methods } };
    const limits = { requests: 100, actions: 500, unitRequests: 0, unitActions: 0 };
    await keepMinute(database.db, "g1", minute(4), { limits, namespaces });
    await look(minute(5), polled(1));
    const { namespaces: observed } = await readObserved(database.db, minute(5));
    const { rate, capacity } = observed?.get("a1") ?? {};
    assert.deepEqual(rate, { limit: 100, peak: 1, refused: 2 });
    assert.deepEqual(capacity, { limit: defaultLimits.actionsPerSecondPerNamespace, peak: 2, refused: 2 });
    assert.deepEqual(observed?.get("b1")?.rate, { limit: 100, peak: 0, refused: 0 });
  });

  it("asks after queues that were polled once or are targets of Nexus, until they are forgotten", async () => {
    const known = () => asked.find(({ uid }) => uid === "a1")?.known;
    await look(minute(6), polled(1));
    // A look that learned nothing forgets nothing.
    await look(minute(7), async () => ({}));
    assert.deepEqual(known(), ["orders", "nexus"]);
    await look(days(1), polled(0));
    await look(days(6), polled(0));
    assert.deepEqual(known(), ["orders", "nexus"]);
    await look(days(8), polled(0));
    await look(days(9), polled(0));
    assert.deepEqual(known(), ["nexus"]);
  });
});

// What the gateway sends, judged by a stock Temporal server with the configuration of deploy/temporal.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { checkSecondLocks } from "../../packages/server/src/commands/checks/authorizer.ts";
import { loadConfig } from "../../packages/server/src/config/index.ts";
import { readJwks } from "../../packages/server/src/gateway/second-lock/jwks.ts";
import { SecondLock } from "../../packages/server/src/gateway/second-lock/second-lock.ts";
import { serveJwks } from "../../packages/server/src/listen/jwks.ts";
import { type Database, migrate } from "../../packages/server/src/store/database.ts";
import { openTestPGlite } from "../../packages/server/src/store/pglite.test-support.ts";
import { connectTemporal } from "../../packages/server/src/temporal/connect.ts";
import { type StockServer, startStockServer } from "../harness/stock-server.ts";

type Connection = ReturnType<typeof connectTemporal>;

const log = pino({ level: "silent" });
const payments = "payments.abc123";
const orders = "orders.abc123";
const now = () => new Date();

interface World {
  readonly database: Database;
  readonly server: StockServer;
  readonly lock: SecondLock;
  /** Without a token of its own. */
  readonly public: Connection;
  readonly fetches: { count: number; areAway: boolean };
}

const openLock = (database: Database, at = now) =>
  SecondLock.start({ db: database.db, log, now: at, refreshMs: 1_000, rotateMs: 86_400_000, audience: "temporal" });

async function untilReady(lock: SecondLock): Promise<void> {
  while (!lock.isReady(now())) await sleep(50);
}

describe("a stock server behind the gateway", () => {
  let world: World | string = "not started";
  const stack = new AsyncDisposableStack();

  before(async () => {
    const database = stack.adopt(await openTestPGlite(), (opened) => opened.close());
    await migrate(database.db);
    const lock = stack.adopt(await openLock(database), (started) => started.stop());
    const fetches = { count: 0, areAway: false };
    const keys = createServer((request, response) => {
      fetches.count++;
      const read = async () => {
        if (fetches.areAway) throw new Error("the database is away");
        return JSON.stringify(await readJwks(database.db, now()));
      };
      void serveJwks(request, response, read);
    });
    await new Promise<void>((resolve) => keys.listen(0, "127.0.0.1", resolve));
    stack.defer(() => void keys.close());
    const server = await startStockServer([`http://127.0.0.1:${(keys.address() as AddressInfo).port}/`]);
    if (typeof server === "string") {
      world = server;
      return;
    }
    stack.use(server);
    const internal = stack.adopt(connectTemporal({ address: server.internal }), (each) => each.close());
    const open = stack.adopt(connectTemporal({ address: server.frontend }), (each) => each.close());
    await untilReady(lock);
    for (const namespace of [payments, orders]) {
      const workflowExecutionRetentionPeriod = { seconds: 86_400 as never };
      await internal.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
    }
    world = { database, server, lock, public: open, fetches };
    // A server knows new Namespaces and keys after a moment; what follows is about refusals, which must not be that.
    for (const namespace of [payments, orders]) await untilAccepted(() => describeWith(lock, namespace));
  });
  after(() => stack.disposeAsync());

  const worldFor = (t: TestContext): World | null => {
    if (typeof world !== "string") return world;
    t.skip(world);
    return null;
  };
  const opened = (): World => {
    assert.ok(typeof world !== "string");
    return world;
  };
  const call = <T>(authorization: string | null, body: (connection: Connection) => Promise<T>): Promise<T> =>
    opened().public.withMetadata(authorization === null ? {} : { authorization }, () => body(opened().public));
  const describeWith = (lock: SecondLock, namespace: string) =>
    call(lock.tokenFor("ann@example.com", [{ namespace, level: "read" }], now()), (to) =>
      to.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId: "none" } }),
    ).catch((error: unknown) => {
      // Looked for and not found: it got through.
      if ((error as { code?: number }).code !== 5) throw error;
    });
  const start = (authorization: string | null, namespace: string, workflowId: string) =>
    call(authorization, (to) =>
      to.workflowService.startWorkflowExecution({
        namespace,
        workflowId,
        requestId: workflowId,
        workflowType: { name: "any" },
        taskQueue: { name: "any" },
      }),
    );

  it("does what the token admits on its Namespace, and refuses more, other Namespaces and the whole server", async (t) => {
    const at = worldFor(t);
    if (at === null) return;
    const token = (level: "read" | "write" | "admin", namespace = payments) =>
      at.lock.tokenFor("ann@example.com", [{ namespace, level }], now());
    await start(token("write"), payments, "allowed");
    await refused(start(token("read"), payments, "refused"));
    await refused(start(token("write", orders), payments, "refused"));
    await refused(start(null, payments, "refused"));
    await refused(call(token("admin"), (to) => to.workflowService.listNamespaces({})));
    const { namespaces } = await call(at.lock.tokenOfGateway(now()), (to) => to.workflowService.listNamespaces({}));
    assert.ok(namespaces.length >= 2);
    await refused(start(at.lock.tokenOfGateway(now()), payments, "refused"));
  });

  it("refuses a token that has ended, one that is altered, and one of a key that nobody published", async (t) => {
    const at = worldFor(t);
    if (at === null) return;
    const token = at.lock.tokenFor("ann@example.com", [{ namespace: payments, level: "write" }], now());
    await start(token, payments, "valid");
    const cut = token.slice(0, -8);
    await refused(start(`${cut}AAAAAAAA`, payments, "refused"));
    const elsewhere = await openTestPGlite();
    t.after(() => elsewhere.close());
    await migrate(elsewhere.db);
    const unknown = await openLock(elsewhere);
    t.after(() => unknown.stop());
    await untilReady(unknown);
    await refused(
      start(unknown.tokenFor("ann@example.com", [{ namespace: payments, level: "write" }], now()), payments, "refused"),
    );
    const ended = at.lock.tokenFor("late@example.com", [{ namespace: payments, level: "write" }], now());
    await untilRefused(() => start(ended, payments, "ended"));
  });

  it("writes into history who did it", async (t) => {
    const at = worldFor(t);
    if (at === null) return;
    await start(at.lock.tokenFor("bob@example.com", [{ namespace: payments, level: "write" }], now()), payments, "who");
    const { history } = await call(
      at.lock.tokenFor("bob@example.com", [{ namespace: payments, level: "read" }], now()),
      (to) => to.workflowService.getWorkflowExecutionHistory({ namespace: payments, execution: { workflowId: "who" } }),
    );
    assert.equal(history?.events?.[0]?.principal?.name, "bob@example.com");
  });

  it("knows the key of a gateway that joins by the time that gateway signs", async (t) => {
    const at = worldFor(t);
    if (at === null) return;
    const joined = await openLock(at.database);
    t.after(() => joined.stop());
    assert.ok(!joined.isReady(now()));
    await untilReady(joined);
    await describeWith(joined, payments);
  });

  it("is told from one that checks nobody by doctor", async (t) => {
    const at = worldFor(t);
    if (at === null) return;
    const { frontend, internal } = at.server;
    const configOf = (server: { address: string; gatewayAddress?: string }, settings: readonly string[]) => {
      const flags = new Map([
        ["temporal-servers", JSON.stringify({ default: server })],
        ["only", "api,operations,gateway"],
        ...settings.map((each) => each.split("=", 2) as [string, string]),
      ]);
      const loaded = loadConfig({ flags, env: {}, cwd: import.meta.dirname, file: null, mode: "serve", limits: {} });
      return loaded.ok ? loaded.config : assert.fail(loaded.problems.join("\n"));
    };
    const found = async (...args: Parameters<typeof configOf>) => {
      const checks = await checkSecondLocks(configOf(...args));
      return checks.map(({ level, found }) => `${level} ${found.replace(/ at \S+/, "")}`);
    };
    const refuses = "refuses calls without a token, and tokens of unknown keys";
    assert.deepEqual(await found({ address: internal, gatewayAddress: frontend }, []), [`ok default ${refuses}`]);
    assert.deepEqual(await found({ address: internal }, []), [
      "warn default admits calls without a token: the gateway alone decides",
    ]);
    assert.deepEqual(await found({ address: frontend }, ["gateway-jwks-refresh-seconds=0"]), [
      "fail default asks for tokens, and the gateway sends none",
    ]);
    assert.deepEqual(await found({ address: "127.0.0.1:1" }, []), []);
  });

  it("keeps the keys that it has while they cannot be fetched", async (t) => {
    const at = worldFor(t);
    if (at === null) return;
    at.fetches.areAway = true;
    t.after(() => {
      at.fetches.areAway = false;
    });
    const before = at.fetches.count;
    while (at.fetches.count < before + 3) await sleep(50);
    await describeWith(at.lock, payments);
  });
});

const isRefusal = (error: unknown): boolean => (error as { code?: number }).code === 7;

async function refused(promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, isRefusal);
}

async function untilAccepted(body: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await body();
      return;
    } catch (error) {
      const { code } = error as { code?: number };
      if (code !== 5 && code !== 7 && code !== 14) throw error;
      await sleep(100);
    }
  }
}

/** Each attempt until then starts the same execution, which the server takes for one and the same request. */
async function untilRefused(body: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await body();
    } catch (error) {
      assert.ok(isRefusal(error), String(error));
      return;
    }
    await sleep(100);
  }
}

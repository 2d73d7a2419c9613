import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { pino } from "pino";
import { RemitError } from "../../errors.ts";
import { migrate } from "../../store/database.ts";
import { deleteEndedGatewayKeys } from "../../store/gateway-keys.ts";
import { openTestPGlite } from "../../store/pglite.test-support.ts";
import { readJwks } from "./jwks.ts";
import { KeyRotation } from "./key-rotation.ts";
import { SecondLock, type SecondLockOptions } from "./second-lock.ts";

const log = pino({ level: "silent" });
const hourMs = 3_600_000;

async function open(t: TestContext, options: Partial<SecondLockOptions> = {}) {
  const database = await openTestPGlite();
  t.after(() => database.close());
  await migrate(database.db);
  const clock = { at: Date.parse("2026-01-01T00:00:00Z") };
  const now = () => new Date(clock.at);
  const common = { db: database.db, log, now, refreshMs: 5_000, rotateMs: 24 * hourMs, audience: null, ...options };
  const jwks = () => readJwks(database.db, now());
  return { database, clock, now, common, jwks };
}

const isUnavailable = (error: unknown) => error instanceof RemitError && error.reason === "UNAVAILABLE";
const kidOf = (bearer: string) => decodeProtectedHeader(bearer.slice("Bearer ".length)).kid;

describe("what a gateway sends to a Temporal server", () => {
  it("is a token in the caller's name with one level on one Namespace, for seconds", async (t) => {
    const { clock, now, common, jwks } = await open(t, { audience: "temporal" });
    const lock = await SecondLock.start(common);
    t.after(() => lock.stop());
    clock.at += 10_000;
    const bearer = lock.tokenFor("ann@example.com", [{ namespace: "payments.abc123", level: "write" }], now());
    const { payload, protectedHeader } = await jwtVerify(bearer.slice(7), createLocalJWKSet(await jwks()), {
      currentDate: now(),
      audience: "temporal",
    });
    assert.equal(protectedHeader.alg, "ES256");
    assert.deepEqual(payload, {
      sub: "ann@example.com",
      permissions: ["payments.abc123:write"],
      iat: clock.at / 1_000 - 5,
      exp: clock.at / 1_000 + 5,
      aud: "temporal",
    });
    assert.deepEqual(decodeJwt(lock.tokenOfGateway(now()).slice(7)).permissions, ["temporal-system:read"]);
  });

  it("is made once in two seconds for each caller, Namespace and level", async (t) => {
    const { clock, now, common } = await open(t);
    const lock = await SecondLock.start(common);
    t.after(() => lock.stop());
    clock.at += 10_000;
    const ask = (name = "ann", namespace = "a.b", level: "read" | "write" = "read") =>
      lock.tokenFor(name, [{ namespace, level }], now());
    const first = ask();
    assert.equal(ask(), first);
    assert.equal(new Set([first, ask("bob"), ask("ann", "a.c"), ask("ann", "a.b", "write")]).size, 4);
    clock.at += 2_000;
    assert.notEqual(ask(), first);
    const later = ask();
    clock.at -= hourMs;
    assert.throws(() => ask(), isUnavailable, "a clock that was set back prolonged a token");
    clock.at += hourMs;
    assert.equal(ask(), later);
  });

  it("never speaks for the whole server, whatever a Namespace is called", async (t) => {
    const { clock, now, common } = await open(t);
    const lock = await SecondLock.start(common);
    t.after(() => lock.stop());
    clock.at += 10_000;
    for (const name of ["", "temporal-system", "Temporal-System", "temporal-system:admin", "a:b"])
      assert.throws(() => lock.tokenFor("ann", [{ namespace: name, level: "read" }], now()), /no token/);
  });

  it("is signed only with a key that every server must have fetched", async (t) => {
    const { clock, now, common, jwks } = await open(t);
    const lock = await SecondLock.start(common);
    t.after(() => lock.stop());
    assert.equal((await jwks()).keys.length, 1, "published at once");
    clock.at = lock.readyAt.getTime() - 1;
    assert.ok(!lock.isReady(now()));
    assert.throws(() => lock.tokenFor("ann", [{ namespace: "a.b", level: "read" }], now()), isUnavailable);
    clock.at += 1;
    assert.ok(lock.isReady(now()));
    lock.tokenFor("ann", [{ namespace: "a.b", level: "read" }], now());
  });

  it("changes its key in time, with the new one published before it signs and the old one after", async (t) => {
    const { database, clock, common, jwks } = await open(t);
    const rotation = await KeyRotation.start(common);
    t.after(() => rotation.stop());
    clock.at += 10_000;
    const first = rotation.current(clock.at);
    /** As time goes by, with everything that runs by the clock. */
    const pass = async (ms: number) => {
      for (const end = clock.at + ms; clock.at < end; clock.at += 60_000) {
        await rotation.tick();
        await deleteEndedGatewayKeys(database.db, new Date(clock.at));
      }
    };
    await pass(24 * hourMs);
    await rotation.tick();
    assert.equal(rotation.current(clock.at), first);
    assert.equal((await jwks()).keys.length, 2);
    clock.at += 10_000;
    const second = rotation.current(clock.at);
    assert.notEqual(second?.kid, first?.kid);
    const kids = (await jwks()).keys.map(({ kid }) => kid);
    assert.ok(first && second && kids.includes(first.kid) && kids.includes(second.kid));
    await pass(hourMs);
    assert.deepEqual(
      (await jwks()).keys.map(({ kid }) => kid),
      [second.kid],
    );
  });

  it("waits again where its key was forgotten, as that of a process that had stood still", async (t) => {
    const { database, clock, common, jwks } = await open(t);
    const rotation = await KeyRotation.start(common);
    t.after(() => rotation.stop());
    clock.at += hourMs;
    await deleteEndedGatewayKeys(database.db, new Date(clock.at));
    assert.equal((await jwks()).keys.length, 0);
    await rotation.tick();
    assert.equal(rotation.current(clock.at), null);
    clock.at += 10_000;
    assert.notEqual(rotation.current(clock.at), null);
  });

  it("is signed by each gateway with a key of its own, without its private part anywhere", async (t) => {
    const { clock, now, common, jwks } = await open(t);
    const locks = [await SecondLock.start(common), await SecondLock.start(common)];
    t.after(() => Promise.all(locks.map((lock) => lock.stop())));
    clock.at += 10_000;
    const kids = locks.map((lock) => kidOf(lock.tokenFor("ann", [{ namespace: "a.b", level: "read" }], now())));
    assert.equal(new Set(kids).size, 2);
    const { keys } = await jwks();
    assert.deepEqual(new Set(keys.map(({ kid }) => kid)), new Set(kids));
    for (const key of keys) assert.deepEqual(Object.keys(key).sort(), ["alg", "crv", "kid", "kty", "use", "x", "y"]);
  });
});

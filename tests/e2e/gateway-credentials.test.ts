// Credentials as a gateway sees them in a process of its own, while people change them through the control plane.
import assert from "node:assert/strict";
import { request } from "node:http";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { pino } from "pino";
import { KeyRing } from "../../packages/server/src/authenticate/key-ring.ts";
import { Snapshots } from "../../packages/server/src/authorize/snapshots.ts";
import { RemitError } from "../../packages/server/src/errors.ts";
import type { Peer } from "../../packages/server/src/gateway/call.ts";
import { NamespacesSettings } from "../../packages/server/src/gateway/namespace-settings.ts";
import { makeSigningKey } from "../../packages/server/src/gateway/second-lock/signing-key.ts";
import { certificateMay, requireAccepts, requireTakesCredential, Who } from "../../packages/server/src/gateway/who.ts";
import { keepGatewayKey } from "../../packages/server/src/store/gateway-keys.ts";
import { openPostgres } from "../../packages/server/src/store/postgres.ts";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { issue } from "../harness/client-certificates.ts";
import { startPlane } from "../harness/control-plane.ts";
import { sharePostgres } from "../harness/databases.ts";
import { changeNamespace, makeNamespace } from "../harness/namespaces.ts";

const log = pino({ level: "silent" });
const peer: Peer = { address: "127.0.0.1", way: { kind: "public" }, certificates: null };
const now = () => new Date();

const reasonOf = (error: unknown): string => (error instanceof RemitError ? error.reason : String(error));

describe("a gateway beside the control plane", () => {
  const freshPostgres = sharePostgres();

  async function open(t: TestContext, temporalAddress?: string) {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") {
      t.skip(fresh);
      return null;
    }
    const stack = new AsyncDisposableStack();
    t.after(() => stack.disposeAsync());
    stack.use(fresh);
    const plane = stack.use(
      await startPlane({
        store: { kind: "postgres", url: fresh.url },
        ...(temporalAddress !== undefined && { temporalAddress }),
      }),
    );
    const opened = await openPostgres({ url: fresh.url, onError: () => undefined });
    const database = stack.adopt(opened, (each) => each.close());
    const snapshots = stack.adopt(await Snapshots.start(database, log), (each) => each.stop());
    const keys = await KeyRing.start({ db: database.db, snapshots, lastUsed: { note: () => undefined } });
    const settings = await NamespacesSettings.start(snapshots);
    const who = new Who({ keys, tokens: null, snapshots });
    const identify = async (key: string) => who.identify({ header: { authorization: `Bearer ${key}` }, peer }, now());
    const untilRefused = async (key: string) => {
      for (;;) {
        const outcome = await identify(key).then(() => "accepted", reasonOf);
        if (outcome === "UNAUTHENTICATED") return;
        assert.equal(outcome, "accepted");
        await sleep(20);
      }
    };
    return { plane, database, snapshots, settings, who, identify, untilRefused };
  }

  it("refuses a key that was disabled, deleted, or whose owner was, and ends its open calls", async (t) => {
    const world = await open(t);
    if (world === null) return;
    const { plane, who, identify, untilRefused } = world;
    const { cloud } = plane.owner;
    const { serviceAccountId } = await cloud.createServiceAccount({
      spec: { name: "worker", access: { accountAccess: { role: 4 } } },
    });
    const make = async (ownerId: string) =>
      cloud.createApiKey({
        spec: {
          displayName: "k",
          ownerId,
          ownerType: 2,
          expiryTime: timestampFromDate(new Date(Date.now() + 86_400_000)),
        },
      });
    const ends = {
      disabled: async (keyId: string) => {
        const { apiKey } = await cloud.getApiKey({ keyId });
        await cloud.updateApiKey({
          keyId,
          spec: { ...apiKey?.spec, disabled: true } as never,
          resourceVersion: apiKey?.resourceVersion ?? "",
        });
      },
      deleted: async (keyId: string) => {
        const { apiKey } = await cloud.getApiKey({ keyId });
        await cloud.deleteApiKey({ keyId, resourceVersion: apiKey?.resourceVersion ?? "" });
      },
      "without an owner": async () => {
        const { serviceAccount } = await cloud.getServiceAccount({ serviceAccountId });
        const { resourceVersion = "" } = serviceAccount ?? {};
        await cloud.deleteServiceAccount({ serviceAccountId, resourceVersion });
      },
    };
    for (const [what, end] of Object.entries(ends)) {
      const { keyId, token } = await make(serviceAccountId);
      const caller = await identify(token);
      assert.equal(who.nameOf(caller), "serviceaccount:worker");
      assert.ok(who.isStillGood(caller, now()));
      await end(keyId);
      await untilRefused(token);
      assert.ok(!who.isStillGood(caller, now()), what);
    }
  });

  it("takes what each Namespace takes, as soon as that is changed", async (t) => {
    const temporal = await temporalForTest();
    if (typeof temporal === "string") return t.skip(temporal);
    t.after(() => temporal.stop());
    const world = await open(t, temporal.address);
    if (world === null) return;
    const { plane, snapshots, settings, who } = world;
    const authority = await issue("CN=Root", { ca: true });
    const leaf = await issue("CN=worker", { issuer: authority });
    const presented = { header: {}, peer: { ...peer, certificates: [leaf.der] } };
    const caller = await who.identify(presented, now());
    assert.ok(caller.kind === "certificate");
    assert.match(who.nameOf(caller), /^certificate:[0-9a-f]{64}$/);

    const { namespace } = await makeNamespace(plane.owner);
    const current = async () => {
      await snapshots.refresh();
      return settings.find(snapshots.current().namespacesById.get(namespace)?.uid ?? "") ?? assert.fail("not there");
    };
    const accepts = async () => {
      const found = await current();
      return reasonOf(
        await Promise.try(() => requireAccepts(found, caller, Date.now())).catch((error: unknown) => error),
      );
    };
    requireTakesCredential(await current(), namespace);
    assert.equal(await accepts(), "UNAUTHENTICATED");
    const stranger = await who.identify({ header: {}, peer: { ...peer, certificates: [await strange()] } }, now());
    assert.ok(stranger.kind === "certificate");
    const isKnown = () =>
      [caller, stranger].map(({ certificate }) => settings.acceptsAnywhere(certificate, Date.now()));
    assert.deepEqual(isKnown(), [false, false]);

    const acceptedClientCa = Buffer.from(authority.pem);
    const mtlsAuth = { enabled: true, acceptedClientCa };
    // A server has to carry out the new retention: the rest of the change comes with it.
    await changeNamespace(plane.owner, namespace, { mtlsAuth, apiKeyAuth: { enabled: false }, retentionDays: 9 });
    assert.equal(await accepts(), "undefined");
    assert.deepEqual(isKnown(), [true, false], "a certificate of the same names, that anybody can make");
    const off = await current();
    assert.throws(() => requireTakesCredential(off, namespace), /api_key_auth is off/);
    assert.throws(
      () => requireAccepts(undefined, caller, Date.now()),
      (error) => reasonOf(error) === "UNAUTHENTICATED",
    );

    const certificateFilters = [{ commonName: "other" }];
    await changeNamespace(plane.owner, namespace, { mtlsAuth: { ...mtlsAuth, certificateFilters } });
    assert.equal(await accepts(), "UNAUTHENTICATED");
    await changeNamespace(plane.owner, namespace, { mtlsAuth, apiKeyAuth: { enabled: true } });
    assert.equal(await accepts(), "undefined");
    requireTakesCredential(await current(), namespace);
    await changeNamespace(plane.owner, namespace, { mtlsAuth: { ...mtlsAuth, enabled: false } });
    assert.equal(await accepts(), "UNAUTHENTICATED");
    assert.deepEqual(isKnown(), [false, false]);
  });

  it("holds rules of connectivity, and lets nobody in by one that it does not know", async (t) => {
    const temporal = await temporalForTest();
    if (typeof temporal === "string") return t.skip(temporal);
    t.after(() => temporal.stop());
    const world = await open(t, temporal.address);
    if (world === null) return;
    const { plane, database, snapshots, settings } = world;
    const connectionType = { case: "publicRule", value: {} } as const;
    const { connectivityRuleId } = await plane.owner.cloud.createConnectivityRule({ spec: { connectionType } });
    const { namespace } = await makeNamespace(plane.owner, { connectivityRuleIds: [connectivityRuleId] });
    await snapshots.refresh();
    const uid = snapshots.current().namespacesById.get(namespace)?.uid ?? "";
    const kinds = () => settings.find(uid)?.connectivityRules.map((rule) => rule.connectionType.case);
    assert.deepEqual(kinds(), ["publicRule"]);
    // As no call can do it: the rule is gone while the Namespace still names it.
    await database.db.transaction().execute(async (tx) => {
      await tx.deleteFrom("connectivity_rules").where("id", "=", connectivityRuleId).execute();
      const { version } = await tx
        .updateTable("policy_version")
        .set(({ eb }) => ({ version: eb("version", "+", 1) }))
        .returning("version")
        .executeTakeFirstOrThrow();
      await tx
        .insertInto("policy_changes")
        .values({ version, kind: "connectivity-rule", id: connectivityRuleId })
        .execute();
    });
    await snapshots.refresh();
    assert.deepEqual(kinds(), [undefined]);
    assert.equal(settings.find("unknown"), undefined);
  });

  it("may do with a certificate what Namespace Write may on the data plane, and nothing of the account", () => {
    for (const operation of ["temporal.workflow.start", "temporal.workflow.terminate", "temporal.worker.poll"] as const)
      assert.ok(certificateMay(operation), operation);
    for (const operation of ["cloud.namespace.get", "cloud.namespace.update", "cloud.account.get"] as const)
      assert.ok(!certificateMay(operation), operation);
  });

  it("finds its public key among those that the control plane serves to Temporal servers", async (t) => {
    const world = await open(t);
    if (world === null) return;
    const { plane, database } = world;
    const url = `${plane.url}/.well-known/jwks.json`;
    const key = makeSigningKey();
    assert.deepEqual(await (await fetch(url)).json(), { keys: [] });
    await keepGatewayKey(database.db, key, now(), new Date(Date.now() + 60_000));
    await keepGatewayKey(database.db, makeSigningKey(), now(), new Date(Date.now() - 1));
    const answer = await fetch(url);
    assert.equal(answer.headers.get("cache-control"), "public, max-age=1");
    assert.deepEqual(await answer.json(), { keys: [{ ...key.jwk, kid: key.kid, use: "sig", alg: "ES256" }] });
    assert.equal((await fetch(url, { method: "POST", body: "x" })).status, 405);
    assert.equal(await statusFor(url, "evil.example"), 403);
  });
});

/** A worker's certificate of an authority that only has the right name. */
async function strange(): Promise<Uint8Array> {
  return (await issue("CN=worker", { issuer: await issue("CN=Root", { ca: true }) })).der;
}

/** A page on the internet may point its name here. */
function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.once("error", reject).end();
  });
}

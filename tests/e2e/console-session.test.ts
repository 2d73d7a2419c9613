// Signing in to the console: what makes a session, what ends it, and what it never does.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { Code } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { sql } from "kysely";
import type { Db } from "../../packages/server/src/store/database.ts";
import { startPlane, type TestPlane, type TestPlaneOptions } from "../harness/control-plane.ts";
import { sharePostgres } from "../harness/databases.ts";
import { observePlane } from "../harness/observed-plane.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeServiceAccount, makeUser } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";
import { type Answer, SignedInPage } from "../harness/signed-in-page.ts";

const freshPostgres = sharePostgres();
const minuteMs = 60_000;
const readOnly = { accountAccess: { role: Role.READ } };

const isRefused = ({ status, json }: Answer): void => {
  assert.equal(status, 401);
  assert.equal(json.code, "unauthenticated");
};

async function signedIn(plane: TestPlane, credential: object = { apiKey: plane.ownerKey }): Promise<SignedInPage> {
  const browser = new SignedInPage(plane.url);
  const answer = await browser.signIn(credential);
  assert.equal(answer.status, 200, answer.body);
  return browser;
}

/** A plane whose clock the test moves. */
async function startWithClock(options: TestPlaneOptions = {}) {
  let now = Date.now();
  const plane = await startPlane({ ...options, now: () => new Date(now) });
  return { plane, pass: (minutes: number) => (now += minutes * minuteMs) };
}

/** Until a transaction waits for a lock of another. */
async function untilSomebodyWaits(db: Db): Promise<void> {
  for (;;) {
    const { rows } = await sql`SELECT 1 FROM pg_locks WHERE NOT granted`.execute(db);
    if (rows.length > 0) return;
    await wait(20);
  }
}

const invite = async ({ owner }: TestPlane, email: string) => {
  const { userId } = await owner.cloud.createUser({ spec: { email, access: readOnly } });
  const { token } = await owner.identity.createInvitationLink({ userId });
  return { userId, token };
};

describe("signing in to the console", () => {
  const onPlane = sharePlane();

  onPlane("with an API key makes a session that does what the key's owner may", async (plane) => {
    const browser = new SignedInPage(plane.url);
    const { status, json, body } = await browser.signIn({ apiKey: plane.ownerKey });
    assert.equal(status, 200, body);
    assert.equal(json.session?.principalName, "owner@example.com");
    assert.equal(json.session?.principalKind, "PRINCIPAL_KIND_USER");
    assert.equal(json.session?.idleTimeout, "3600s");
    assert.ok(Date.parse(json.session?.expiresAt ?? "") > Date.now() + 11 * 60 * minuteMs);
    assert.match(
      browser.setCookie,
      /^remit-session=remit_session_[\w-]{51}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    assert.doesNotMatch(body, /remit_session_|remit_key_/);
    const { json: me } = await browser.whoAmI();
    assert.equal(me.user?.id, json.session?.principalId);
    assert.equal(me.principalApiKey?.id, json.session?.apiKeyId);
    const made = await browser.call("temporal.api.cloud.cloudservice.v1.CloudService/CreateUser", {
      spec: { email: "by-session@example.com" },
    });
    assert.equal(made.status, 200, made.body);
    assert.deepEqual((await browser.session()).json.session, json.session);
  });

  onPlane("gives no more than the owner of the key holds", async (plane) => {
    const user = await makeUser(plane, readOnly);
    const browser = await signedIn(plane, { apiKey: user.key });
    const made = await browser.call("temporal.api.cloud.cloudservice.v1.CloudService/CreateUser", {
      spec: { email: "nobody@example.com" },
    });
    assert.equal(made.status, 403, made.body);
  });

  onPlane("works for a service account's key, and says that it is one", async (plane) => {
    const account = await makeServiceAccount(plane, readOnly);
    const { json } = await new SignedInPage(plane.url).signIn({ apiKey: account.key });
    assert.equal(json.session?.principalKind, "PRINCIPAL_KIND_SERVICE_ACCOUNT");
    assert.equal(json.session?.principalId, account.id);
  });

  onPlane("with a one-time link works once, also when it is opened twice at the same moment", async (plane) => {
    const signInToken = await plane.plane.mintSignInToken();
    const browsers = [1, 2, 3, 4].map(() => new SignedInPage(plane.url));
    const answers = await Promise.all(browsers.map((browser) => browser.signIn({ signInToken })));
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 401, 401, 401],
    );
    const [winner] = browsers.filter(({ cookie }) => cookie !== "");
    assert.equal((await winner?.session())?.json.session?.principalName, "owner@example.com");
    assert.equal((await winner?.session())?.json.session?.apiKeyId, undefined);
    isRefused(await new SignedInPage(plane.url).signIn({ signInToken }));
  });

  onPlane("with a link that a user's own key made works once, and ends with that key", async (plane) => {
    const user = await makeUser(plane, readOnly);
    const { token, url, expiresAt } = await user.sessions.createSignInLink({});
    assert.deepEqual([url, expiresAt === undefined], ["", false]);
    const page = await signedIn(plane, { signInToken: token });
    const { session } = (await page.session()).json;
    assert.deepEqual([session?.principalId, session?.apiKeyId], [user.id, user.keyId]);
    isRefused(await new SignedInPage(plane.url).signIn({ signInToken: token }));
    const { token: late } = await user.sessions.createSignInLink({});
    const { apiKey } = await plane.owner.cloud.getApiKey({ keyId: user.keyId });
    assert.ok(apiKey?.spec);
    const { resourceVersion } = apiKey;
    await plane.owner.cloud.updateApiKey({
      keyId: user.keyId,
      spec: { ...apiKey.spec, disabled: true },
      resourceVersion,
    });
    isRefused(await page.whoAmI());
    isRefused(await new SignedInPage(plane.url).signIn({ signInToken: late }));
  });

  onPlane("gives no link to a session, which could be taken elsewhere, nor to a service account", async (plane) => {
    const page = await signedIn(plane);
    const answer = await page.call("remit.v1.SessionService/CreateSignInLink");
    assert.equal(answer.json.code, "failed_precondition");
    const account = await makeServiceAccount(plane, readOnly);
    await refused(account.sessions.createSignInLink({}), Code.FailedPrecondition, "for a user with an API key");
    await refused(plane.as(null).sessions.createSignInLink({}), Code.Unauthenticated);
  });

  onPlane("with an invitation accepts it, makes no API key, and uses it up", async (plane) => {
    const { userId, token } = await invite(plane, "invited@example.com");
    const browser = await signedIn(plane, { invitationToken: token });
    assert.equal((await browser.session()).json.session?.principalId, userId);
    const { user } = await plane.owner.cloud.getUser({ userId });
    assert.equal(user?.invitation, undefined);
    assert.deepEqual((await plane.owner.cloud.getApiKeys({ ownerId: userId })).apiKeys, []);
    isRefused(await new SignedInPage(plane.url).signIn({ invitationToken: token }));
    await assert.rejects(plane.as(null).identity.acceptInvitation({ token }));
  });

  onPlane("with an invitation works once, whichever ways of accepting race", async (plane) => {
    const { token } = await invite(plane, "racing@example.com");
    const outcomes = await Promise.all([
      new SignedInPage(plane.url).signIn({ invitationToken: token }).then(({ status }) => status === 200),
      plane
        .as(null)
        .identity.acceptInvitation({ token })
        .then(
          () => true,
          () => false,
        ),
      new SignedInPage(plane.url).signIn({ invitationToken: token }).then(({ status }) => status === 200),
    ]);
    assert.equal(outcomes.filter(Boolean).length, 1);
  });

  onPlane("answers every wrong credential alike, and records the attempts", async (plane) => {
    const used = await plane.plane.mintSignInToken();
    await signedIn(plane, { signInToken: used });
    const replaced = await plane.plane.mintSignInToken();
    await plane.plane.mintSignInToken();
    const { token: revoked, userId } = await invite(plane, "revoked@example.com");
    await plane.owner.identity.revokeInvitationLink({ userId });
    const wrong = [
      { apiKey: "" },
      { apiKey: "nonsense" },
      { apiKey: `remit_key_${"A".repeat(43)}00000000` },
      { apiKey: used },
      { signInToken: plane.ownerKey },
      { signInToken: used },
      { signInToken: replaced },
      { invitationToken: revoked },
      { invitationToken: plane.ownerKey },
    ];
    const answers = [];
    for (const credential of wrong) answers.push(await new SignedInPage(plane.url).signIn(credential));
    for (const answer of answers) isRefused(answer);
    assert.deepEqual(
      [...new Set(answers.map(({ json }) => json.message))],
      ["the credential is not valid, was used, or has expired"],
    );
    for (const { headers } of answers) assert.equal(headers["set-cookie"], undefined);
    const { logs } = await plane.owner.cloud.getAuditLogs({ pageSize: 1000 });
    assert.ok(logs.some(({ operation, status }) => operation === "CreateSession" && status === "UNAUTHENTICATED"));
    const none = await new SignedInPage(plane.url).signIn({});
    assert.equal(none.status, 400);
    assert.match(
      none.json.message ?? "",
      /^credential: one of api_key, sign_in_token and invitation_token is required/,
    );
  });

  onPlane("is told in the audit log, with the session's id, and the key's where there is one", async (plane) => {
    const user = await makeUser(plane, { accountAccess: { role: Role.ADMIN } });
    const browser = await signedIn(plane, { apiKey: user.key });
    const id = (await browser.session()).json.session?.id;
    await browser.call("temporal.api.cloud.cloudservice.v1.CloudService/CreateUserGroup", {
      spec: { displayName: "audited", access: {}, cloudGroup: {} },
    });
    await browser.call("temporal.api.cloud.cloudservice.v1.CloudService/DeleteUser", { userId: "nobody" });
    await browser.signOut();
    const { logs } = await plane.owner.cloud.getAuditLogs({ pageSize: 1000 });
    const own = logs.filter(({ principal }) => principal?.id === user.id);
    for (const operation of ["CreateSession", "CreateUserGroup", "EndSession"]) {
      const record = own.find((log) => log.operation === operation);
      assert.equal(record?.principal?.apiKeyId, user.keyId, operation);
      assert.equal(record?.rawDetails?.session_id, id, operation);
    }
  });
});

describe("a session ends", () => {
  const onPlane = sharePlane();

  onPlane("when its holder signs out, and the cookie is cleared", async (plane) => {
    const browser = await signedIn(plane);
    const { cookie } = browser;
    assert.equal((await browser.signOut()).status, 200);
    assert.match(browser.setCookie, /^remit-session=; Path=\/; Max-Age=0; HttpOnly; SameSite=Strict$/);
    isRefused(await browser.session());
    browser.cookie = cookie;
    isRefused(await browser.whoAmI());
    isRefused(await browser.signOut());
  });

  onPlane("on every device at once, if they want, and nobody else's does", async (plane) => {
    const user = await makeUser(plane, readOnly);
    const [first, second] = [await signedIn(plane, { apiKey: user.key }), await signedIn(plane, { apiKey: user.key })];
    const other = await signedIn(plane);
    await first.signOut(true);
    isRefused(await second.whoAmI());
    assert.equal((await other.whoAmI()).status, 200);
  });

  onPlane("when the same browser signs in again, but not when it only tries to", async (plane) => {
    const user = await makeUser(plane, readOnly);
    const page = await signedIn(plane);
    const { cookie } = page;
    isRefused(await page.signIn({ apiKey: "wrong" }));
    assert.equal((await page.whoAmI()).status, 200);
    assert.equal((await page.signIn({ apiKey: user.key })).status, 200);
    assert.equal((await page.session()).json.session?.principalId, user.id);
    page.cookie = cookie;
    isRefused(await page.whoAmI());
  });

  onPlane("with the key that it was made from: at the next call", async (plane) => {
    const user = await makeUser(plane, readOnly);
    const browser = await signedIn(plane, { apiKey: user.key });
    const { apiKey } = await plane.owner.cloud.getApiKey({ keyId: user.keyId });
    await plane.owner.cloud.deleteApiKey({ keyId: user.keyId, resourceVersion: apiKey?.resourceVersion ?? "" });
    isRefused(await browser.whoAmI());
  });

  onPlane("with the key's disabling, and does not come back when it is enabled", async (plane) => {
    const user = await makeUser(plane, readOnly);
    const browser = await signedIn(plane, { apiKey: user.key });
    for (const disabled of [true, false]) {
      const { apiKey } = await plane.owner.cloud.getApiKey({ keyId: user.keyId });
      assert.ok(apiKey?.spec);
      const { resourceVersion } = apiKey;
      await plane.owner.cloud.updateApiKey({ keyId: user.keyId, spec: { ...apiKey.spec, disabled }, resourceVersion });
      isRefused(await browser.whoAmI());
    }
    assert.equal((await user.cloud.getCurrentIdentity({})).principal.case, "user");
  });

  onPlane("with its user, whatever it was made from", async (plane) => {
    const { userId, token } = await invite(plane, "leaves@example.com");
    const browser = await signedIn(plane, { invitationToken: token });
    const { user } = await plane.owner.cloud.getUser({ userId });
    await plane.owner.cloud.deleteUser({ userId, resourceVersion: user?.resourceVersion ?? "" });
    isRefused(await browser.whoAmI());
  });

  it("also for a write that was let in before: it is asked again where it would commit", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    await using plane = await observePlane(fresh);
    const page = await signedIn(plane);
    const id = (await page.session()).json.session?.id ?? "";
    const spec = { email: "too.late@example.com" };
    let write: Promise<Answer> | undefined;
    await plane.database.db.transaction().execute(async (tx) => {
      await tx.selectFrom("policy_version").select("version").forUpdate().execute();
      write = page.call("temporal.api.cloud.cloudservice.v1.CloudService/CreateUser", { spec });
      await untilSomebodyWaits(plane.database.db);
      await tx.deleteFrom("sessions").where("id", "=", id).execute();
    });
    assert.ok(write);
    isRefused(await write);
    assert.equal((await plane.owner.cloud.getUsers({ email: spec.email })).users.length, 0);
  });

  it("when it was not used for the time that the settings say, and use prolongs it", async () => {
    const { plane, pass } = await startWithClock({ session: { idleMinutes: 30, hours: 2 } });
    await using _ = plane;
    const browser = await signedIn(plane);
    pass(29);
    assert.equal((await browser.whoAmI()).status, 200);
    pass(29);
    assert.equal((await browser.whoAmI()).status, 200);
    pass(31);
    isRefused(await browser.whoAmI());
  });

  it("in time although its page asks how long it lasts: asking does not prolong it", async () => {
    const { plane, pass } = await startWithClock({ session: { idleMinutes: 30, hours: 2 } });
    await using _ = plane;
    const browser = await signedIn(plane);
    pass(20);
    assert.equal((await browser.session()).status, 200);
    pass(20);
    isRefused(await browser.session());
  });

  it("in time although its page asks by itself, with nobody there", async () => {
    const { plane, pass } = await startWithClock({ session: { idleMinutes: 30, hours: 2 } });
    await using _ = plane;
    const browser = await signedIn(plane);
    pass(20);
    assert.equal((await browser.whoAmI({ "x-remit-background": "1" })).status, 200);
    pass(11);
    isRefused(await browser.whoAmI());
  });

  it("as the oldest, when the same person signs in once more than the settings allow", async () => {
    const { plane, pass } = await startWithClock({ session: { idleMinutes: 30, hours: 2, perPerson: 2 } });
    await using _ = plane;
    const somebody = await makeUser(plane, readOnly);
    const other = await signedIn(plane, { apiKey: somebody.key });
    const browsers: SignedInPage[] = [];
    for (let count = 0; count < 3; count += 1) {
      browsers.push(await signedIn(plane));
      pass(1);
    }
    const [oldest, ...newer] = browsers;
    isRefused((await oldest?.whoAmI()) ?? assert.fail());
    for (const browser of [...newer, other]) assert.equal((await browser.whoAmI()).status, 200);
    const { records } = await plane.owner.activity.getAuditRecords({ operation: "CreateSession" });
    assert.equal(records[0]?.rawDetails?.ended, 1);
  });

  it("after its hours however much it is used, and with the key if that expires before", async () => {
    const { plane, pass } = await startWithClock({ session: { idleMinutes: 60, hours: 2 } });
    await using _ = plane;
    const browser = await signedIn(plane);
    for (const _minutes of [1, 2, 3]) {
      pass(35);
      assert.equal((await browser.whoAmI()).status, 200);
    }
    pass(20);
    isRefused(await browser.whoAmI());
  });

  it("with its key's own end", async () => {
    const { plane, pass } = await startWithClock({ session: { idleMinutes: 43_200, hours: 720 } });
    await using _ = plane;
    const apiKey = await plane.plane.mintDevelopmentKey();
    const browser = await signedIn(plane, { apiKey });
    pass(24 * 60 - 1);
    assert.equal((await browser.whoAmI()).status, 200);
    pass(1);
    isRefused(await browser.whoAmI());
  });

  it("before it begins, when its link is older than five minutes", async () => {
    const { plane, pass } = await startWithClock();
    await using _ = plane;
    const signInToken = await plane.plane.mintSignInToken();
    pass(5);
    isRefused(await new SignedInPage(plane.url).signIn({ signInToken }));
  });

  it("before it begins, where links are not for development", async () => {
    await using plane = await startPlane({ signInLinks: false });
    const signInToken = await plane.plane.mintSignInToken();
    isRefused(await new SignedInPage(plane.url).signIn({ signInToken }));
    await refused(plane.owner.sessions.createSignInLink({}), Code.FailedPrecondition, "in development only");
  });
});

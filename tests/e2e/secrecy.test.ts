// Every secret that is made here is a canary: nothing that is stored, logged, recorded or said to anybody else may
// hold it, in any spelling.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { after, describe, it } from "node:test";
import { toJsonString } from "@bufbuild/protobuf";
import { ConnectError } from "@connectrpc/connect";
import { GetAuditLogsResponseSchema } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { AccountAccess_Role, OwnerType } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { sql } from "kysely";
import { pino } from "pino";
import { startPlane, type TestPlane, type TestPlaneOptions } from "../harness/control-plane.ts";
import { makeDirectory, sharePostgres } from "../harness/databases.ts";
import { listTables, type ObservedPlane, observePlane } from "../harness/observed-plane.ts";
import { type Answer, SignedInPage } from "../harness/signed-in-page.ts";

const freshPostgres = sharePostgres();
const readAccess = { accountAccess: { role: AccountAccess_Role.READ } };

/** Everything that was logged, at the level that says most. */
function recordLogs(): { readonly lines: () => string; readonly log: NonNullable<TestPlaneOptions["log"]> } {
  const chunks: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { lines: () => chunks.join(""), log: pino({ level: "trace" }, sink) };
}

/** The spellings in which a store or a log could hold a secret; for its random part too, without the prefix. */
function spellings(secret: string): string[] {
  const random = secret.replace(/^remit_[a-z]+_/, "");
  const forms = (text: string): string[] => {
    const bytes = Buffer.from(text);
    // Base64 of a text depends on where in the whole it begins.
    const base64 = [0, 1, 2].map((shift) =>
      Buffer.concat([Buffer.alloc(shift), bytes])
        .toString("base64")
        .slice(shift + 1, -4),
    );
    return [text, bytes.toString("hex"), ...base64, encodeURIComponent(text), Array.from(text).reverse().join("")];
  };
  return [...new Set([...forms(random), ...forms(random.slice(0, 43))])];
}

/** The canaries that the text holds. */
const findIn = (text: string, secrets: ReadonlySet<string>): string[] => {
  const lower = text.toLowerCase();
  return [...secrets].filter((secret) => spellings(secret).some((form) => lower.includes(form.toLowerCase())));
};

/** Uses the API in every way that makes, shows, repeats, misuses or ends a secret. Returns what others were told. */
async function makeSecrets(plane: TestPlane, secrets: Set<string>): Promise<string> {
  const told: string[] = [];
  const keep = (secret: string): string => {
    assert.match(secret, /^remit_(key|invite|session|signin)_/);
    secrets.add(secret);
    return secret;
  };
  const refuse = async (call: Promise<unknown>): Promise<void> => {
    const error = await call.then(() => assert.fail("was accepted"), ConnectError.from);
    told.push(error.message, JSON.stringify(error.details), JSON.stringify([...error.metadata]));
  };
  keep(plane.ownerKey);
  keep(await plane.plane.mintDevelopmentKey());
  const { cloud, identity } = plane.owner;

  const { userId } = await cloud.createUser({ spec: { email: "invited@example.com", access: readAccess } });
  keep((await identity.createInvitationLink({ userId })).token);
  const invitation = keep((await identity.createInvitationLink({ userId })).token);
  const accepted = await plane.as(null).identity.acceptInvitation({ token: invitation });
  const userKey = keep(accepted.apiKey);
  await refuse(plane.as(null).identity.acceptInvitation({ token: invitation }));

  const { serviceAccountId } = await cloud.createServiceAccount({ spec: { name: "worker", access: readAccess } });
  const request = {
    spec: { ownerId: serviceAccountId, ownerType: OwnerType.SERVICE_ACCOUNT, displayName: "worker" },
    asyncOperationId: "make.a.key",
  };
  const made = await cloud.createApiKey(request);
  const workerKey = keep(made.token);
  assert.equal((await cloud.createApiKey(request)).token, workerKey);
  await refuse(plane.as(userKey).cloud.createApiKey(request));
  await refuse(cloud.createApiKey({ ...request, spec: { ...request.spec, displayName: "other" } }));

  // Credentials in places that are not theirs, or not quite right.
  const worker = plane.as(workerKey);
  await refuse(worker.cloud.createUserGroup({ spec: { displayName: "none" } }));
  for (const authorization of [
    `Basic ${workerKey}`,
    `Bearer ${workerKey}x`,
    `Bearer ${workerKey} ${userKey}`,
    workerKey,
  ]) {
    await refuse(plane.as(null, { authorization }).cloud.getCurrentIdentity({}));
  }
  await refuse(plane.as(null, { "x-api-key": workerKey, cookie: `key=${userKey}` }).cloud.getCurrentIdentity({}));
  await plane.as(workerKey, { "user-agent": "a client", "x-trace": "1" }).cloud.getCurrentIdentity({});

  // The console: every way in, a session that works, one that is misused and one that has ended.
  keep((await plane.owner.sessions.createSignInLink({})).token);
  const link = keep(await plane.plane.mintSignInToken());
  const { userId: guestId } = await cloud.createUser({ spec: { email: "guest@example.com", access: readAccess } });
  const guest = keep((await identity.createInvitationLink({ userId: guestId })).token);
  for (const credential of [{ apiKey: userKey }, { signInToken: link }, { invitationToken: guest }]) {
    const page = new SignedInPage(plane.url);
    const hear = ({ body, headers }: Answer): void =>
      void told.push(body, JSON.stringify({ ...headers, "set-cookie": undefined }));
    hear(await page.signIn(credential));
    const session = keep(page.cookie.slice(page.cookie.indexOf("=") + 1));
    hear(await page.session());
    hear(await page.whoAmI());
    hear(await page.whoAmI({ "sec-fetch-site": "cross-site" }));
    hear(await page.call("temporal.api.cloud.cloudservice.v1.CloudService/CreateUser", { spec: { email: session } }));
    await refuse(plane.as(session).cloud.getCurrentIdentity({}));
    hear(await new SignedInPage(plane.url).signIn({ apiKey: session }));
    hear(await page.signOut());
    hear(await new SignedInPage(plane.url).signIn(credential));
  }

  for (const list of [
    await cloud.getApiKeys({}),
    await cloud.getApiKey({ keyId: made.keyId }),
    await cloud.getUsers({}),
  ]) {
    told.push(JSON.stringify(list, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)));
  }
  const { apiKey } = await cloud.getApiKey({ keyId: made.keyId });
  await cloud.deleteApiKey({ keyId: made.keyId, resourceVersion: apiKey?.resourceVersion ?? "" });
  await refuse(worker.cloud.getCurrentIdentity({}));
  const logs = await cloud.getAuditLogs({ pageSize: 1000 });
  assert.ok(logs.logs.length > 5);
  told.push(toJsonString(GetAuditLogsResponseSchema, logs));
  return told.join("\n");
}

/** Every column of every row as text; bytes in hex, and as the text that they may be. */
async function dump({ database: { db } }: ObservedPlane): Promise<string> {
  const parts: string[] = [];
  for (const table of await listTables(db)) {
    const { rows } = await sql<{ row: string }>`SELECT t::text AS row FROM ${sql.table(table)} t`.execute(db);
    for (const { row } of rows) {
      parts.push(row);
      for (const [, hex] of row.matchAll(/\\\\x([0-9a-f]+)/g))
        parts.push(Buffer.from(hex ?? "", "hex").toString("latin1"));
    }
  }
  return parts.join("\n");
}

/** Every file of the directory, write-ahead log included. */
async function readFiles(directory: string): Promise<string> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const contents = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name), "latin1"));
  return (await Promise.all(contents)).join("\n");
}

describe("a secret", () => {
  const stack = new AsyncDisposableStack();
  after(() => stack.disposeAsync());

  it("is nowhere in the tables, the logs, the audit log or what anybody else is told", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    const { lines, log } = recordLogs();
    const plane = stack.use(await observePlane(fresh, { log }));
    const secrets = new Set<string>();
    const told = await makeSecrets(plane, secrets);
    const stored = await dump(plane);
    assert.ok(secrets.size >= 6 && stored.length > 5_000 && told.length > 2_000);
    assert.deepEqual(findIn(stored, secrets), []);
    assert.deepEqual(findIn(lines(), secrets), []);
    assert.deepEqual(findIn(told, secrets), []);
  });

  it("is nowhere in the files of the embedded store, its write-ahead log included", async () => {
    const directory = stack.use(await makeDirectory());
    const { lines, log } = recordLogs();
    const secrets = new Set<string>();
    {
      await using plane = await startPlane({ store: { kind: "pglite", directory: directory.path }, log });
      await makeSecrets(plane, secrets);
    }
    const files = await readFiles(directory.path);
    assert.ok(files.includes("invited@example.com"), "the files are readable and the rows are in them");
    assert.deepEqual(findIn(files, secrets), []);
    assert.deepEqual(findIn(lines(), secrets), []);
  });

  it("would be found in any of its spellings", () => {
    const secret = `remit_key_${"aB3-_".repeat(8)}abc01234567`;
    const secrets = new Set([secret]);
    const bytes = Buffer.from(secret);
    const padded = (shift: number): string =>
      Buffer.concat([Buffer.alloc(shift, 1), bytes, Buffer.alloc(3, 1)]).toString("base64");
    for (const text of [
      secret,
      bytes.toString("hex"),
      padded(0),
      padded(1),
      padded(2),
      `\\x${bytes.toString("hex").toUpperCase()}`,
    ]) {
      assert.deepEqual(findIn(`before ${text} after`, secrets), [secret], text);
    }
    assert.deepEqual(findIn("remit_key_somebody-elses", secrets), []);
  });
});

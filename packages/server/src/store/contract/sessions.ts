import assert from "node:assert/strict";
import { describe } from "node:test";
import { insertApiKey } from "../api-keys.ts";
import type { Db } from "../database.ts";
import { newId } from "../ids.ts";
import {
  deleteEndedSessions,
  deleteSession,
  deleteSessionsByDigest,
  deleteSessionsOf,
  deleteSessionsOfKey,
  insertSession,
  readSession,
  readSessionByDigest,
  touchSession,
} from "../sessions.ts";
import { hasSignInLink, replaceSignInLink, takeSignInLink } from "../sign-in-links.ts";
import { deleteUser, insertUser } from "../users.ts";
import { type OpenStore, shareStore } from "./store-under-test.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 4, 1, 12, minute));
const digestOf = (text: string) => new Uint8Array(Buffer.from(text.padEnd(32, ".")));
const row = {
  version: 1,
  state: 3,
  spec: new Uint8Array(),
  async_operation_id: "",
  created_at: at(0),
  updated_at: null,
};

async function makeUser(db: Db): Promise<string> {
  const id = newId();
  const dates = { invited_at: null, invitation_expires_at: null, accepted_at: null };
  await db.transaction().execute((tx) => insertUser(tx, { ...row, ...dates, id, email: `${id}@example.com` }));
  return id;
}

async function makeKey(db: Db, ownerId: string): Promise<string> {
  const id = newId();
  const key = { id, owner_id: ownerId, owner_kind: "user" as const, digest: digestOf(id), disabled: false };
  await db.transaction().execute((tx) => insertApiKey(tx, { ...row, ...key, expires_at: at(600), last_used_at: null }));
  return id;
}

async function makeSession(db: Db, principalId: string, keyId: string | null = null): Promise<string> {
  const id = newId();
  await db.transaction().execute((tx) =>
    insertSession(tx, {
      id,
      token_digest: digestOf(id),
      principal_id: principalId,
      principal_kind: "user",
      api_key_id: keyId,
      created_at: at(0),
      last_used_at: at(0),
      expires_at: at(600),
    }),
  );
  return id;
}

export function describeSessions(engine: string, open: OpenStore): void {
  describe(`sessions on ${engine}`, () => {
    const onStore = shareStore(open);

    onStore("are found by their token's digest, with what their key says of them", async ({ database: { db } }) => {
      const userId = await makeUser(db);
      const keyId = await makeKey(db, userId);
      const [alone, ofKey] = [await makeSession(db, userId), await makeSession(db, userId, keyId)];
      assert.equal((await readSession(db, alone))?.key, null);
      const found = await readSessionByDigest(db, digestOf(ofKey));
      assert.equal(found?.id, ofKey);
      assert.deepEqual(found.key, { id: keyId, disabled: false, expires_at: at(600) });
      assert.equal(await readSessionByDigest(db, digestOf("none")), undefined);
      assert.ok(!("token_digest" in found), "the digest goes no further");
    });

    onStore("end with their key, whoever deletes it, and no others do", async ({ database: { db } }) => {
      const userId = await makeUser(db);
      const keyId = await makeKey(db, userId);
      const [alone, ofKey] = [await makeSession(db, userId), await makeSession(db, userId, keyId)];
      await db.deleteFrom("api_keys").where("id", "=", keyId).execute();
      assert.equal(await readSession(db, ofKey), undefined);
      assert.equal((await readSession(db, alone))?.id, alone);
    });

    onStore("are ended one by one, by key and by person", async ({ database: { db } }) => {
      const [userId, otherId] = [await makeUser(db), await makeUser(db)];
      const keyId = await makeKey(db, userId);
      const ids = [await makeSession(db, userId), await makeSession(db, userId, keyId), await makeSession(db, userId)];
      const other = await makeSession(db, otherId);
      const held = await makeSession(db, userId);
      await db.transaction().execute((tx) => deleteSessionsByDigest(tx, [digestOf(held), digestOf("none")]));
      assert.equal(await readSession(db, held), undefined);
      const left = async () => (await Promise.all([...ids, other].map((id) => readSession(db, id)))).map(Boolean);
      await db.transaction().execute((tx) => deleteSession(tx, ids[0] ?? ""));
      assert.deepEqual(await left(), [false, true, true, true]);
      await db.transaction().execute((tx) => deleteSessionsOfKey(tx, keyId));
      assert.deepEqual(await left(), [false, false, true, true]);
      assert.equal(await db.transaction().execute((tx) => deleteSessionsOf(tx, userId)), 1);
      assert.deepEqual(await left(), [false, false, false, true]);
    });

    onStore("are used later, never earlier, and go once they have ended", async ({ database: { db } }) => {
      const userId = await makeUser(db);
      const [used, idle] = [await makeSession(db, userId), await makeSession(db, userId)];
      await touchSession(db, used, at(50));
      await touchSession(db, used, at(40));
      assert.deepEqual((await readSession(db, used))?.last_used_at, at(50));
      await deleteEndedSessions(db, at(60), 60 * 60_000);
      assert.equal(await readSession(db, idle), undefined);
      assert.equal((await readSession(db, used))?.id, used);
      await touchSession(db, used, at(599));
      await deleteEndedSessions(db, at(600), 60 * 60_000);
      assert.equal(await readSession(db, used), undefined);
    });

    onStore("are begun by a link that exactly one of many takes", async ({ database, second }) => {
      const { db } = database;
      const userId = await makeUser(db);
      const link = {
        user_id: userId,
        api_key_id: null,
        token_digest: digestOf(userId),
        created_at: at(0),
        expires_at: at(15),
      };
      await db.transaction().execute((tx) => replaceSignInLink(tx, link));
      assert.ok(await hasSignInLink(db, link.token_digest, at(14)));
      assert.ok(!(await hasSignInLink(db, link.token_digest, at(15))));
      const dbs = [db, (second ?? database).db];
      const taken = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          (dbs[index % 2] as Db).transaction().execute((tx) => takeSignInLink(tx, link.token_digest, at(1))),
        ),
      );
      assert.deepEqual(
        taken.filter((one) => one !== undefined),
        [{ user_id: userId, api_key_id: null }],
      );
    });

    onStore("are begun by no link whose key is gone", async ({ database: { db } }) => {
      const userId = await makeUser(db);
      const keyId = await makeKey(db, userId);
      const link = { user_id: userId, token_digest: digestOf(userId), created_at: at(0), expires_at: at(15) };
      await db.transaction().execute((tx) => replaceSignInLink(tx, { ...link, api_key_id: keyId }));
      await db.deleteFrom("api_keys").where("id", "=", keyId).execute();
      assert.ok(!(await hasSignInLink(db, link.token_digest, at(1))));
    });

    onStore(
      "are begun by the newest link of a user alone, and by none of one who is gone",
      async ({ database: { db } }) => {
        const userId = await makeUser(db);
        const make = (name: string) =>
          db.transaction().execute((tx) =>
            replaceSignInLink(tx, {
              user_id: userId,
              api_key_id: null,
              token_digest: digestOf(userId.slice(0, 20) + name),
              created_at: at(0),
              expires_at: at(15),
            }),
          );
        await make("first");
        await make("second");
        assert.ok(!(await hasSignInLink(db, digestOf(`${userId.slice(0, 20)}first`), at(1))));
        assert.ok(await hasSignInLink(db, digestOf(`${userId.slice(0, 20)}second`), at(1)));
        await db.transaction().execute((tx) => deleteUser(tx, userId));
        assert.ok(!(await hasSignInLink(db, digestOf(`${userId.slice(0, 20)}second`), at(1))));
      },
    );
  });
}

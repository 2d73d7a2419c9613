import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { AuditLogSinkSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import { sql } from "kysely";
import { pino } from "pino";
import { type AuditLine, assertWhole, parseLines, withoutRepeats } from "../../../../../tests/harness/audit-lines.ts";
import { type Kinesis, startKinesis } from "../../../../../tests/harness/kinesis.ts";
import { receivePosts } from "../../../../../tests/harness/receivers.ts";
import { tidy } from "../../housekeeping.ts";
import { insertAuditStream, keepConfiguredStreams, listStreamStates } from "../../store/audit-streams.ts";
import { type Database, migrate } from "../../store/database.ts";
import { openTestPGlite } from "../../store/pglite.test-support.ts";
import { appendAudit } from "../append.ts";
import { chainTail, readHead } from "../chain.ts";
import { toPlace } from "./configured-streams.ts";
import { DeliveryError, type Destination } from "./destination.ts";
import { openSink } from "./open-sink.ts";
import { ship } from "./shipper.ts";
import { openWebhook } from "./webhook.ts";

const log = pino({ level: "silent" });
const at = new Date("2026-01-01T00:00:00.000Z");

describe("delivery of the audit log", () => {
  let database: Database;
  let kinesis: Kinesis;
  before(async () => {
    database = await openTestPGlite();
    await migrate(database.db);
    kinesis = await startKinesis();
  });
  after(async () => {
    await database.close();
    await kinesis[Symbol.asyncDispose]();
  });

  const addRecords = async (count: number): Promise<void> => {
    await database.db.transaction().execute(async (tx) => {
      for (let index = 0; index < count; index++) {
        await appendAudit(tx, {
          at: new Date(at.getTime() + index),
          operation: "UpdateUser",
          status: "OK",
          principal: { type: "user", id: "u1", name: "ada@example.com", apiKeyId: "k1" },
          forwardedFor: "192.0.2.1",
          asyncOperationId: `operation-${index}`,
          details: { resource_type: "users", resource_id: "u2", z: { b: 1, a: "é\n" }, index },
        });
      }
    });
    await chainTail(database.db);
  };
  /** A place that begins behind all that was written so far. */
  const addStream = async (id: string): Promise<number> => {
    const { seq } = await readHead(database.db);
    const place = { id, name: id, kind: "webhook" as const, destination: id };
    await database.db.transaction().execute((tx) => insertAuditStream(tx, { ...place, enabled: true, seq, at }));
    return seq + 1;
  };
  const send = (id: string, destination: Destination, holder = "this process", leaseSeconds = 30) =>
    ship(
      { db: database.db, log, now: () => at, accountId: "acme01", holder, leaseSeconds },
      id,
      () => Promise.resolve(destination),
      new AbortController().signal,
    );
  const stateOf = async (id: string) => {
    const found = (await listStreamStates(database.db)).find((state) => state.id === id);
    return found ?? assert.fail(`there is no stream ${id}`);
  };
  /** As if so much time had passed. */
  const forget = (id: string) =>
    sql`UPDATE audit_streams SET next_attempt_at = NULL, lease_until = NULL WHERE id = ${id}`.execute(database.db);

  it("sends every record in order, signed, and a receiver can verify that all of it is there", async () => {
    const first = await addStream("whole");
    await addRecords(230);
    await using receiver = await receivePosts();
    await send("whole", openWebhook({ url: receiver.url, secret: "shared" }));
    const lines = linesOf(receiver.posts);
    assert.equal(lines.length, 230);
    assertWhole(lines, first, first + 229);
    assert.match(String(receiver.posts[0]?.headers["x-remit-signature"]), /^t=\d+,v1=[0-9a-f]{64}$/);
    const { seq, lag_records, last_succeeded_at, holder } = await stateOf("whole");
    assert.deepEqual([seq, lag_records, last_succeeded_at, holder], [first + 229, 0, at, ""]);
    assert.deepEqual(Object.keys(lines[0] ?? {}).sort(), [
      "async_operation_id",
      "emit_time",
      "log_id",
      "operation",
      "principal",
      "raw_details",
      "remit",
      "request_id",
      "status",
      "version",
      "x_forwarded_for",
    ]);
  });

  it("would be seen to fail: a receiver notices a record that is lost, moved, or changed", async () => {
    const first = await addStream("planted");
    await addRecords(5);
    await using receiver = await receivePosts();
    await send("planted", openWebhook({ url: receiver.url, secret: "shared" }));
    const lines = linesOf(receiver.posts);
    const check = (wrong: readonly AuditLine[]) => () => assertWhole(wrong, first, first + 4);
    assert.doesNotThrow(check(lines));
    assert.doesNotThrow(check([...lines.slice(0, 3), ...lines]), "a repeat is no fault");
    assert.throws(check(lines.filter((_, index) => index !== 2)));
    assert.throws(check([...lines.slice(0, 1), ...lines.slice(2, 3), ...lines.slice(1)]));
    assert.throws(check(lines.map((line, index) => (index === 3 ? { ...line, operation: "DeleteUser" } : line))));
  });

  it("loses nothing in an outage: 500 records that were written meanwhile arrive in Kinesis, in order", async () => {
    await kinesis.createStream("outage");
    const first = await addStream("outage");
    const destination = await openOutage();
    await addRecords(20);
    await send("outage", destination);
    await kinesis.goAway();
    await addRecords(500);
    for (let attempt = 1; attempt <= 3; attempt++) {
      await send("outage", destination);
      const state = await stateOf("outage");
      assert.deepEqual([state.failures, state.lag_records, state.last_error_kind], [attempt, 500, "internal"]);
      assert.ok(state.next_attempt_at !== null && state.last_error !== "");
      assert.deepEqual(state.waiting_since?.getTime(), at.getTime());
      await forget("outage");
    }
    // What an hour does to records: nothing.
    await tidy(database.db, 1, new Date(at.getTime() + 10 * 365 * 86_400_000));
    await kinesis.comeBack();
    await send("outage", destination);
    await destination.close();
    assertWhole(parseLines(await kinesis.read("outage")), first, first + 519);
    const { failures, last_error, lag_records } = await stateOf("outage");
    assert.deepEqual([failures, last_error, lag_records], [0, "", 0]);
  });

  const openOutage = () => {
    const value = { destinationUri: "arn:aws:kinesis:us-east-1:000000000000:stream/outage", region: "us-east-1" };
    const spec = create(AuditLogSinkSpecSchema, { sinkType: { case: "kinesisSink", value } });
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const options = { endpoint: kinesis.endpoint, credentials, assumeRole: false };
    return openSink(spec, "acme01", { kinesis: options, pubsub: { impersonate: false } });
  };

  it("sends again what a process had sent when it ended, and keeps the order", async () => {
    const first = await addStream("killed");
    await addRecords(150);
    const received: string[] = [];
    const take: Destination = {
      send: async (records) => void received.push(...records.map(({ json }) => json)),
      close: () => undefined,
    };
    const stuck = new EventTarget();
    const frozen: Destination = {
      send: async (records, signal) => {
        await take.send(records, signal);
        stuck.dispatchEvent(new Event("sent"));
        await once(stuck, "thaw");
      },
      close: () => undefined,
    };
    const sent = once(stuck, "sent");
    const late = send("killed", frozen, "a process that hangs");
    await sent;
    await send("killed", take, "while its lease lasts nobody else sends");
    assert.equal(received.length, 100);
    await forget("killed");
    await send("killed", take, "the next process");
    assert.equal((await stateOf("killed")).seq, first + 149);
    // It comes back after all, and must not move the cursor to where it was.
    stuck.dispatchEvent(new Event("thaw"));
    await late;
    assert.equal((await stateOf("killed")).seq, first + 149);
    const lines = parseLines(received);
    assert.equal(lines.length, 250);
    assertWhole(lines, first, first + 149);
  });

  it("keeps what a place took of a batch, and goes on behind it", async () => {
    const first = await addStream("parts");
    await addRecords(60);
    const received: string[] = [];
    let room = 25;
    const narrow: Destination = {
      send: async (records) => {
        const taken = records.slice(0, room);
        received.push(...taken.map(({ json }) => json));
        if (taken.length < records.length) throw new DeliveryError("configuration", "no more\nthan this", taken.length);
      },
      close: () => undefined,
    };
    await send("parts", narrow);
    const { seq, last_error, last_error_kind } = await stateOf("parts");
    assert.deepEqual([seq, last_error, last_error_kind], [first + 24, "no more than this", "configuration"]);
    await send("parts", narrow);
    assert.equal(received.length, 25, "not before its time");
    await forget("parts");
    room = 100;
    await send("parts", narrow);
    assert.equal(withoutRepeats(parseLines(received)).length, received.length);
    assertWhole(parseLines(received), first, first + 59);
  });

  it("keeps the place of a stream that leaves the settings for a while", async () => {
    const place = toPlace({ kind: "file", name: "archive", path: "/var/log/audit.jsonl" });
    await keepConfiguredStreams(database.db, [place], at);
    assert.equal((await stateOf(place.id)).seq, 0, "a new one begins with the first record");
    await send(place.id, { send: async () => undefined, close: () => undefined });
    const { seq } = await stateOf(place.id);
    await keepConfiguredStreams(database.db, [], at);
    assert.equal(
      (await listStreamStates(database.db)).some(({ id }) => id === place.id),
      false,
    );
    await addRecords(1);
    await keepConfiguredStreams(database.db, [place], at);
    assert.deepEqual([(await stateOf(place.id)).seq, (await stateOf(place.id)).lag_records], [seq, 1]);
  });
});

const linesOf = (posts: readonly { readonly body: string }[]): AuditLine[] =>
  parseLines(posts.flatMap(({ body }) => body.split("\n").filter((line) => line !== "")));

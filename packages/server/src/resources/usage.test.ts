import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { GetUsageRequestSchema } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { sql } from "kysely";
import { type Database, migrate } from "../store/database.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { addActionCounts } from "../store/usage-counts.ts";
import { bootstrap } from "./bootstrap.ts";
import type { Call, Deps } from "./call.ts";
import { listUsage } from "./usage.ts";

const now = new Date("2024-03-10T15:20:00Z");

interface Asked {
  readonly from?: string;
  readonly until?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
}

describe("usage", () => {
  let database: Database;
  const ask = ({ from, until, ...page }: Asked = {}) => {
    const time = (text: string | undefined) => (text === undefined ? undefined : timestampFromDate(new Date(text)));
    const [startTimeInclusive, endTimeExclusive] = [time(from), time(until)];
    const request = create(GetUsageRequestSchema, {
      ...page,
      ...(startTimeInclusive && { startTimeInclusive }),
      ...(endTimeExclusive && { endTimeExclusive }),
    });
    return listUsage({ database } as Deps, { now } as Call, request);
  };
  const count = (uid: string, namespace: string, hour: string, actions: number) =>
    addActionCounts(database.db, uid + hour, 1, [{ uid, namespace, hour: new Date(hour), actions }]);

  before(async () => {
    database = await openTestPGlite();
    await migrate(database.db);
    await bootstrap(database.db, "owner@example.com", new Date("2024-01-20T08:00:00Z"));
  });
  after(() => database.close());
  beforeEach(async () => {
    await sql`TRUNCATE usage_hours, usage_counters, usage_gaps`.execute(database.db);
  });

  it("is summed by UTC day and Namespace, also of one that was deleted and made again", async () => {
    await count("uid-1", "orders.abc", "2024-03-08T00:00:00Z", 2);
    await count("uid-1", "orders.abc", "2024-03-08T23:00:00Z", 3);
    await count("uid-2", "orders.abc", "2024-03-08T23:00:00Z", 10);
    await count("uid-3", "stock.abc", "2024-03-09T00:00:00Z", 1);
    const { items } = await ask({ from: "2024-03-08", until: "2024-03-10" });
    assert.deepEqual(
      items.map(({ from, until, rows, incomplete }) => [
        from.toISOString(),
        until.toISOString(),
        rows.map(({ namespace, actions }) => [namespace, actions]),
        incomplete,
      ]),
      [
        ["2024-03-08T00:00:00.000Z", "2024-03-09T00:00:00.000Z", [["orders.abc", 15]], false],
        ["2024-03-09T00:00:00.000Z", "2024-03-10T00:00:00.000Z", [["stock.abc", 1]], false],
      ],
    );
  });

  it("goes from 30 days ago to the end of today, and back to when the account was made", async () => {
    const { items } = await ask();
    assert.equal(items.length, 31);
    assert.equal(items.at(0)?.from.toISOString(), "2024-02-09T00:00:00.000Z");
    assert.equal(items.at(-1)?.until.toISOString(), "2024-03-11T00:00:00.000Z");
    const [first] = (await ask({ from: "2024-01-01" })).items;
    assert.equal(first?.from.toISOString(), "2024-01-20T00:00:00.000Z");
    assert.deepEqual((await ask({ from: "2024-01-01", until: "2024-01-05" })).items, []);
  });

  it("is incomplete for today, and for days of which something is known to be missing", async () => {
    await sql`INSERT INTO usage_gaps VALUES ('gap', 'uid-1', '2024-03-06T23:00:00Z', '2024-03-07T01:00:00Z')`.execute(
      database.db,
    );
    // A process that was last heard of then, and did not say that it ends.
    await sql`INSERT INTO usage_counters VALUES ('dead', 4, '2024-03-03T23:59:30Z')`.execute(database.db);
    const { items } = await ask({ from: "2024-03-02" });
    const days = items.filter(({ incomplete }) => incomplete).map(({ from }) => from.getUTCDate());
    assert.deepEqual(days, [3, 4, 6, 7, 10]);
  });

  it("comes in pages of days, each day once", async () => {
    const seen: number[] = [];
    for (let pageToken = "", more = true; more; ) {
      const page = await ask({ from: "2024-03-01", until: "2024-03-08", pageSize: 3, pageToken });
      assert.ok(page.items.length <= 3);
      seen.push(...page.items.map(({ from }) => from.getUTCDate()));
      pageToken = page.nextPageToken;
      more = pageToken !== "";
    }
    assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7]);
  });

  const refusals: readonly (readonly [string, Asked, RegExp])[] = [
    ["a start within a day", { from: "2024-03-01T01:00:00Z" }, /^start_time_inclusive: must be midnight in UTC/],
    ["an end within a day", { until: "2024-03-01T00:00:01Z" }, /^end_time_exclusive: must be midnight in UTC/],
    ["a start too long ago", { from: "2023-12-10" }, /^start_time_inclusive: must be 2023-12-11 or later/],
    ["an end after today", { until: "2024-03-12" }, /^end_time_exclusive: must be 2024-03-11 or earlier/],
    ["a window that ends where it begins", { from: "2024-03-01", until: "2024-03-01" }, /must be after start_time/],
    ["a page that is too large", { pageSize: 1_001 }, /^page_size/],
    ["a token of another window", { pageToken: "AAAA" }, /^page_token/],
  ];
  for (const [what, asked, message] of refusals) {
    it(`refuses ${what}`, () => assert.rejects(async () => ask(asked), { message }));
  }
});

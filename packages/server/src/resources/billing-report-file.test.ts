import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { gunzipSync } from "node:zlib";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { parse } from "csv-parse/sync";
import { readAccount } from "../store/account.ts";
import { type Database, migrate } from "../store/database.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { addStorageSample, integrate } from "../store/storage-samples.ts";
import { readUsage, readUsageGaps } from "../store/usage.ts";
import { addActionCounts } from "../store/usage-counts.ts";
import { makeReportFile, type ReportRange } from "./billing-report-file.ts";
import { bootstrap } from "./bootstrap.ts";
import type { Prices } from "./prices.ts";

const now = new Date("2024-03-02T12:00:00Z");
const march: ReportRange = { period: "day", from: new Date("2024-03-01"), until: new Date("2024-04-01") };
const prices: Prices = {
  currency: "EUR",
  millionActions: 50,
  activeGigabyteHour: 0.042,
  retainedGigabyteHour: 0.00105,
  namespacesPerMonth: { "orders.abc": 31 },
  projectsPerMonth: {},
};

describe("a billing report", () => {
  let database: Database;
  const sample = (at: string, activeBytes: number, retainedBytes: number) => ({
    uid: "uid-1",
    at: new Date(at),
    activeBytes,
    retainedBytes,
    openWorkflows: 1,
  });
  const make = async (range: ReportRange, list: Prices | null) => {
    const { gzip, bytes } = await makeReportFile(database.db, range, list, now);
    const csv = gunzipSync(gzip).toString();
    assert.equal(Buffer.byteLength(csv), bytes);
    return parse(csv, { columns: true, record_delimiter: "\r\n" }) as Record<string, string>[];
  };
  const short = (row: Record<string, string>) =>
    [row.ChargePeriodStart?.slice(0, 13), row.SKUID, row.PricingQuantity, row.ContractedCost].join(" ");

  before(async () => {
    database = await openTestPGlite();
    await migrate(database.db);
    await bootstrap(database.db, "owner@example.com", new Date("2024-01-20T08:00:00Z"));
    const { default_project } = await readAccount(database.db);
    const common = { version: 1, spec: new Uint8Array(), async_operation_id: "", updated_at: null, desired: null };
    await database.db
      .insertInto("namespaces")
      .values({
        ...common,
        uid: "uid-1",
        id: "orders.abc",
        state: ResourceState.ACTIVE,
        project_id: default_project,
        tags: JSON.stringify({ team: "=HYPERLINK(1)" }),
        active_region: "aws-us-east-1",
        failure_reason: "",
        created_at: new Date("2024-03-01T12:00:00Z"),
      })
      .execute();
    const counts = [
      { uid: "uid-1", namespace: "orders.abc", hour: new Date("2024-03-01T12:00:00Z"), actions: 1_500_000 },
      { uid: "uid-1", namespace: "orders.abc", hour: new Date("2024-03-02T00:00:00Z"), actions: 20_000 },
      { uid: "gone", namespace: "=old.abc", hour: new Date("2024-03-01T09:00:00Z"), actions: 1 },
    ];
    await addActionCounts(database.db, "a-process", 1, counts);
  });
  after(() => database.close());

  it("tells quantities and no cost where there is no price list", async () => {
    const rows = await make(march, null);
    assert.deepEqual(rows.map(short), [
      "2024-03-01T00 actions 0.000001 ",
      "2024-03-01T00 actions 1.5 ",
      "2024-03-02T00 actions 0.02 ",
    ]);
    assert.equal(rows[0]?.BillingCurrency, "");
    assert.equal(rows[0]?.ResourceID, "'=old.abc", "a spreadsheet must not run a name");
    assert.match(rows[1]?.Tags ?? "", /"\$tmprl_project":\["[0-9a-f]{32}"\],"team":\["=HYPERLINK/);
  });

  it("prices what was used, and a fixed price for the time that the Namespace has been there", async () => {
    const rows = await make(march, prices);
    assert.deepEqual(rows.map(short), [
      "2024-03-01T00 actions 0.000001 0.00005",
      "2024-03-01T00 actions 1.5 75",
      "2024-03-01T00 fixed 0.016129032258 0.5",
      "2024-03-02T00 actions 0.02 1",
      "2024-03-02T00 fixed 0.016129032258 0.5",
    ]);
    assert.equal(rows[0]?.BillingCurrency, "EUR");
    assert.deepEqual(
      [rows[0]?.BillingPeriodStart, rows[0]?.BillingPeriodEnd],
      ["2024-03-01T00:00:00.000Z", "2024-04-01T00:00:00.000Z"],
    );
  });

  it("is by the hour or the month as well, with the same sums", async () => {
    const sum = async (period: ReportRange["period"]) =>
      (await make({ ...march, period }, prices)).reduce((all, row) => all + Number(row.ContractedCost), 0);
    const [hour, day, month] = [await sum("hour"), await sum("day"), await sum("month")];
    assert.ok(Math.abs(day - 77.00005) < 1e-9 && Math.abs(hour - day) < 1e-9 && Math.abs(month - day) < 1e-9);
  });

  it("knows storage from one look to the next, and says where nobody looked", async () => {
    const { db } = database;
    const window = [new Date("2024-03-02"), new Date("2024-03-03")] as const;
    await addStorageSample(db, sample("2024-03-02T03:30:00Z", 2e9, 0));
    await addStorageSample(db, sample("2024-03-02T04:30:00Z", 4e9, 8e9));
    await addStorageSample(db, sample("2024-03-02T04:30:00Z", 9e9, 9e9));
    const rows = (await readUsage(db, "hour", ...window)).filter(({ storageSeconds }) => storageSeconds > 0);
    assert.deepEqual(
      rows.map((row) => [row.from.getUTCHours(), row.activeByteSeconds, row.retainedByteSeconds, row.storageSeconds]),
      [
        [3, 2.5e9 * 1_800, 2e9 * 1_800, 1_800],
        [4, 3.5e9 * 1_800, 6e9 * 1_800, 1_800],
      ],
    );
    const charged = (await make({ ...march, from: window[0] }, prices)).filter(({ SKUID }) =>
      SKUID?.includes("storage"),
    );
    assert.deepEqual(charged.map(short), [
      "2024-03-02T00 active-storage 3 0.126",
      "2024-03-02T00 retained-storage 4 0.0042",
    ]);
    const gaps = () => readUsageGaps(db, ...window, new Date("2024-03-02T05:00:00Z"));
    assert.deepEqual(await gaps(), []);
    await addStorageSample(db, sample("2024-03-02T09:00:00Z", 4e9, 8e9));
    assert.deepEqual(await gaps(), [
      { from: new Date("2024-03-02T04:30:00Z"), until: new Date("2024-03-02T09:00:00Z") },
    ]);
    assert.equal(
      (await readUsageGaps(db, ...window, new Date("2024-03-02T20:00:00Z"))).length,
      2,
      "nobody looks any more",
    );
  });

  it("adds up to the same however often one looks", () => {
    const [first, last] = [sample("2024-03-02T00:10:00Z", 1e9, 0), sample("2024-03-02T02:10:00Z", 3e9, 1e9)];
    const parts = integrate(first, last);
    assert.equal(parts.length, 3);
    assert.equal(
      parts.reduce((sum, { active }) => sum + active, 0),
      2e9 * 7_200,
    );
  });
});

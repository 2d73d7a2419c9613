import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { durationMs, timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  BillingReportSpecSchema,
  BillingReportSpec_BillingReportGranularity as Granularity,
} from "@remit/protocol/gen/temporal/api/cloud/billing/v1/message_pb.ts";
import { completeReportSpec, readReportSpec } from "./billing-report-spec.ts";

const now = new Date("2027-03-10T15:20:00Z");
const { HOURLY, DAILY, MONTHLY } = Granularity;

type Init = MessageInitShape<typeof BillingReportSpecSchema>;
const at = (text: string) => timestampFromDate(new Date(text));
const complete = (init: Init) => completeReportSpec(create(BillingReportSpecSchema, init), now);

describe("what a billing report covers", () => {
  it("is this month by the hour, with links for five minutes, where nothing is said", () => {
    const spec = complete({});
    assert.equal(spec.granularity, HOURLY);
    assert.deepEqual(readReportSpec(spec), {
      period: "hour",
      from: new Date("2027-03-01T00:00:00Z"),
      until: new Date("2027-04-01T00:00:00Z"),
      linkMs: 300_000,
    });
  });

  it("goes back two, three and twelve months, this one counted", () => {
    const earliest = { [HOURLY]: "2027-02-01", [DAILY]: "2027-01-01", [MONTHLY]: "2026-04-01" };
    for (const [granularity, from] of Object.entries(earliest)) {
      const of = (start: string): Init => ({
        granularity: Number(granularity) as never,
        startTimeInclusive: at(start),
      });
      assert.ok(complete(of(from)));
      const tooEarly = new Date(new Date(from).getTime() - 1).toISOString().slice(0, 7);
      assert.throws(() => complete(of(`${tooEarly}-01`)), new RegExp(`must be ${from} or later`));
    }
  });

  it("takes links of one second to one hour", () => {
    for (const seconds of [1n, 3_600n]) {
      const { downloadUrlExpirationDuration } = complete({ downloadUrlExpirationDuration: { seconds } });
      assert.equal(
        durationMs(downloadUrlExpirationDuration ?? ({ seconds: 0n, nanos: 0 } as never)),
        Number(seconds) * 1_000,
      );
    }
  });

  const refusals: readonly (readonly [string, Init, RegExp])[] = [
    [
      "a start within an hour",
      { startTimeInclusive: at("2027-03-01T00:00:01Z") },
      /^spec.start_time_inclusive: must be a whole hour/,
    ],
    [
      "a day that begins within one",
      { granularity: DAILY, startTimeInclusive: at("2027-03-01T01:00:00Z") },
      /must be midnight in UTC/,
    ],
    [
      "a month that begins within one",
      { granularity: MONTHLY, endTimeExclusive: at("2027-03-02") },
      /^spec.end_time_exclusive: must be the first of a month/,
    ],
    [
      "a granularity that there is not",
      { granularity: 9 as never },
      /^spec.granularity: must be HOURLY, DAILY or MONTHLY/,
    ],
    ["an end after this month", { endTimeExclusive: at("2027-04-01T01:00:00Z") }, /must be 2027-04-01 or earlier/],
    [
      "an end before the start",
      { startTimeInclusive: at("2027-03-02"), endTimeExclusive: at("2027-03-01") },
      /must be after spec.start/,
    ],
    ["a link of no time", { downloadUrlExpirationDuration: { seconds: 0n } }, /one second to one hour/],
    [
      "a link of more than an hour",
      { downloadUrlExpirationDuration: { seconds: 3_600n, nanos: 1_000_000 } },
      /one second to one hour/,
    ],
    ["a long description", { description: "x".repeat(1_025) }, /^spec.description/],
  ];
  for (const [what, init, message] of refusals)
    it(`refuses ${what}`, () => assert.throws(() => complete(init), { message }));
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { CostDaySchema } from "@remit/protocol/gen/remit/v1/usage_pb.ts";
import { sumOf, sumOfMonth, sumUpDays, totalsOf } from "./costs.ts";

const day = (text: string, entries: MessageInitShape<typeof CostDaySchema>["entries"] = [], incomplete = false) =>
  create(CostDaySchema, { startTime: timestampFromDate(new Date(text)), entries, incomplete });

const days = [
  day("2027-02-28", [{ namespace: "orders", projectId: "p", actions: 7, cost: 9 }]),
  day("2027-03-01", [
    { namespace: "orders", projectId: "p", actions: 10, activeStorage: 7.2e12, cost: 1.5 },
    { namespace: "stock", projectId: "p", actions: 30, cost: 0.5 },
    { namespace: "", projectId: "p", cost: 2 },
  ]),
  day("2027-03-02", [{ namespace: "orders", projectId: "q", actions: 5, cost: 1 }], true),
];

describe("what the usage page sums up", () => {
  it("is by Namespace, and by the project that each was in on that day", () => {
    assert.deepEqual(
      sumUpDays(days, "actions", "project").map(({ day: on, of, incomplete }) => [on, [...of], incomplete]),
      [
        ["2027-02-28", [["p", 7]], false],
        ["2027-03-01", [["p", 40]], false],
        ["2027-03-02", [["q", 5]], true],
      ],
    );
    assert.deepEqual(totalsOf(sumUpDays(days, "actions", "namespace")), [
      { key: "stock", amount: 30 },
      { key: "orders", amount: 22 },
      { key: "", amount: 0 },
    ]);
  });

  it("tells storage in GB-hours, and nothing where it is not known", () => {
    assert.deepEqual(totalsOf(sumUpDays(days, "active", "namespace")), [{ key: "orders", amount: 2 }]);
    assert.deepEqual(totalsOf(sumUpDays(days, "retained", "namespace")), []);
  });

  it("counts a month from its first day, with what projects cost by themselves", () => {
    assert.equal(sumOfMonth(days, "cost"), 5);
    assert.equal(sumOf(totalsOf(sumUpDays(days, "cost", "namespace"))), 14);
    assert.equal(sumOfMonth([], "cost"), 0);
  });
});

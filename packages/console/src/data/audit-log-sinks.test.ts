import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { AuditStreamSchema } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import { describeDelivery, describeLag } from "./audit-log-sinks.ts";

describe("how delivery goes, in words", () => {
  it("says how much waits, and since when where that is worth a word", () => {
    const say = (lagRecords: bigint, lagSeconds: bigint): string => describeLag({ lagRecords, lagSeconds });
    assert.equal(say(0n, 0n), "Nothing");
    assert.equal(say(1n, 5n), "1 record");
    assert.equal(say(1_200n, 60n), "1,200 records, for 1 minute");
    assert.equal(say(2n, 7_300n), "2 records, for 2 hours");
    assert.equal(say(2n, 200_000n), "2 records, for 2 days");
  });

  it("tells what fails from what is late, and from what is not meant to run", () => {
    const tell = (stream: MessageInitShape<typeof AuditStreamSchema>): string =>
      describeDelivery(create(AuditStreamSchema, stream));
    assert.equal(tell({ enabled: true, healthy: true }), "healthy");
    assert.equal(tell({ enabled: true, healthy: true, errorMessage: "no route" }), "failing");
    assert.equal(tell({ enabled: true, healthy: false }), "behind");
    assert.equal(tell({ enabled: false, errorMessage: "no route" }), "disabled");
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { ConnectivityRuleSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/connectivityrule/v1/message_pb.ts";
import type { Way } from "./call.ts";
import { admitsWay } from "./connectivity.ts";

const rule = (init: MessageInitShape<typeof ConnectivityRuleSpecSchema>) => create(ConnectivityRuleSpecSchema, init);
const ofPublic = rule({ connectionType: { case: "publicRule", value: {} } });
const ofEndpoint = (connectionId: string) =>
  rule({ connectionType: { case: "privateRule", value: { connectionId, region: "aws-us-east-1" } } });
const open: Way = { kind: "public" };
const through = (endpointId: string | null): Way => ({ kind: "private", endpointId });

describe("admitsWay", () => {
  it("lets everybody reach a Namespace without rules", () => {
    assert.ok(admitsWay([], open));
    assert.ok(admitsWay([], through("vpce-1")));
    assert.ok(admitsWay([], through(null)));
  });

  it("lets nobody in from the public side once there is a private rule alone", () => {
    assert.ok(!admitsWay([ofEndpoint("vpce-1")], open));
    assert.ok(admitsWay([ofEndpoint("vpce-1"), ofPublic], open));
  });

  it("tells the endpoint of a rule from every other one", () => {
    const rules = [ofEndpoint("vpce-1"), ofEndpoint("vpce-2")];
    assert.ok(admitsWay(rules, through("vpce-2")));
    for (const other of ["vpce-3", "vpce-", "VPCE-1", "vpce-1 ", "", null])
      assert.ok(!admitsWay(rules, through(other)));
  });

  it("lets nobody through a private endpoint where only the public rule is", () => {
    assert.ok(!admitsWay([ofPublic], through("vpce-1")));
  });

  it("lets nobody in by a rule that names no connection, or is of no known kind", () => {
    assert.ok(!admitsWay([ofEndpoint("")], through("")));
    assert.ok(!admitsWay([ofEndpoint("")], through(null)));
    assert.ok(!admitsWay([rule({})], open));
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { peakOf } from "../store/load.ts";
import type { MinuteCounts, NamespaceMinute } from "../store/schema/usage.ts";
import { defaultLimits } from "./limits.ts";
import { createLoadLook } from "./observe-load.ts";

const at = (hour: number, minute: number) => new Date(Date.UTC(2026, 4, 1, hour, minute));
const orders = { id: "orders.abc", spec: new Uint8Array() };

const counted = (requests: number, actions: number, refused = 0, exhausted = 0): NamespaceMinute => ({
  units: null,
  actions,
  throttledActions: refused,
  methods: {
    StartWorkflowExecution: [requests, 0, refused, exhausted],
    // Requests of every method count.
    PollWorkflowTaskQueue: [60, 0, 0, 0],
  },
});
const kept = (minute: Date, ofOrders: NamespaceMinute) => {
  const limits = { requests: 100, actions: 500, unitRequests: 1_500, unitActions: 500 };
  const counts: MinuteCounts = { limits, namespaces: { "orders.abc": ofOrders } };
  return { minute, counts };
};

describe("how much a Namespace uses", () => {
  it("is what all gateways counted together in its busiest minute", () => {
    const minutes = [
      kept(at(12, 0), counted(540, 60)),
      kept(at(12, 0), counted(540, 60)),
      kept(at(12, 1), counted(0, 600)),
    ];
    const load = createLoadLook(minutes, defaultLimits, at(12, 5))(orders, undefined);
    assert.ok(load);
    assert.deepEqual(load.limits, { requests: 100, actions: defaultLimits.actionsPerSecondPerNamespace });
    assert.deepEqual(peakOf(load), { requests: 20, actions: 10, refusedRequests: 0, refusedActions: 0 });
  });

  it("counts what was refused once, however often a minute is looked at, and what the server refused", () => {
    const minutes = [kept(at(12, 0), counted(0, 0, 3, 2))];
    const look = createLoadLook(minutes, defaultLimits, at(12, 5));
    const load = look(orders, look(orders, undefined));
    assert.deepEqual(load && peakOf(load), { requests: 1, actions: 0, refusedRequests: 5, refusedActions: 3 });
  });

  it("is remembered for a day, though the gateways forget it", () => {
    const first = createLoadLook([kept(at(12, 0), counted(0, 600))], defaultLimits, at(12, 5))(orders, undefined);
    const later = createLoadLook([], defaultLimits, at(24 + 11, 59))(orders, first);
    assert.equal(later && peakOf(later).actions, 10);
    // What a gateway said of the limit is not forgotten with what it counted.
    assert.equal(later?.limits.requests, 100);
    const gone = createLoadLook([], defaultLimits, at(24 + 12, 0))(orders, later);
    assert.deepEqual(gone?.hours, {});
  });

  it("is set beside what the Namespace has of its own", () => {
    const capacitySpec = { spec: { case: "provisioned" as const, value: { value: 4 } } };
    const spec = toBinary(NamespaceSpecSchema, create(NamespaceSpecSchema, { capacitySpec }));
    const load = createLoadLook([], defaultLimits, at(12, 0))({ id: "orders.abc", spec }, undefined);
    const { requestsPerSecondPerCapacityUnit: requests, actionsPerSecondPerCapacityUnit: actions } = defaultLimits;
    assert.deepEqual(load?.limits, { requests: 4 * requests, actions: 4 * actions });
    assert.deepEqual(createLoadLook([], defaultLimits, at(12, 0))(orders, undefined)?.limits.requests, null);
  });
});

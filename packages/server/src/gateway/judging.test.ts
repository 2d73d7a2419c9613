import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ListOfServers } from "./cluster-reads.ts";
import { principalHolder } from "./holder.ts";
import { Judging, type JudgingDeps } from "./judging.ts";
import { LimitCalls } from "./limit-calls.ts";
import { GatewayMetrics } from "./metrics.ts";
import { requireRoute } from "./route.ts";
import { directory, encode, own, pathOf, viewWith } from "./testing/calls.ts";
import type { GatewayCaller } from "./who.ts";

const caller = { kind: "principal", caller: { principalId: "caller", kind: "user", apiKeyId: "", sessionId: null } };
const unlimited = {
  namespaceRequests: 0,
  principalRequests: 0,
  addressRequests: 0,
  namespaceActions: 0,
  unitRequests: 0,
  unitActions: 0,
};
const nobodyCounts = { requested: () => {}, ended: () => {}, throttled: () => {} };
const none = async (): Promise<never> => assert.fail("nobody is asked");

/** A call, and the region that its Namespace is active in, which a test may change meanwhile. */
function open(method: string, isThere: ListOfServers["isThere"] = () => true) {
  const active = { region: "aws-east" };
  const view = viewWith({ [own]: { level: "admin" } });
  const now = (): Date => new Date();
  const deps: JudgingDeps = {
    snapshots: { current: () => view },
    who: { isStillGood: () => true, nameOf: () => "caller" },
    nameOf: () => "caller",
    settings: {
      find: (uid) => ({
        uid,
        apiKeys: true,
        mutualTls: { enabled: false, authorities: () => [], filters: [] },
        connectivityRules: [],
        region: active.region,
        units: null,
      }),
    },
    directory,
    serverOf: (region) => ({ "aws-east": "east", "aws-near": "east", "aws-west": "west" })[region],
    ids: { nameOf: () => undefined, find: none },
    limits: new LimitCalls(unlimited, () => 1, 0),
    secondLock: null,
    list: { servers: ["east", "west"], ask: none, isThere },
    audited: new Set(),
    recorder: { record: none },
    metrics: new GatewayMetrics(() => 0),
    counts: nobodyCounts,
    now,
  };
  const path = pathOf(method);
  const routed = { route: requireRoute(path), caller: caller as GatewayCaller, holder: principalHolder("caller") };
  const head = {
    path,
    header: {},
    peer: { address: "192.0.2.1", way: { kind: "public" }, certificates: null },
  } as const;
  const message = encode(path, { namespace: own });
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  const verdict = new Judging(deps, routed, head, Buffer.concat([prefix, message])).start();
  assert.ok(!(verdict instanceof Promise) && verdict.kind === "forward");
  return { verdict, active };
}

describe("a call on its way to a Namespace's server", () => {
  it("ends, to be made again, once another server has taken over", () => {
    const { verdict, active } = open("PollWorkflowTaskQueue");
    assert.equal(verdict.server, "east");
    assert.equal(verdict.recheck(), null);
    active.region = "aws-west";
    const unavailable = 14;
    assert.equal(verdict.recheck()?.code, unavailable);
  });

  it("goes on when another region of the same server is the active one", () => {
    const { verdict, active } = open("PollWorkflowTaskQueue");
    active.region = "aws-near";
    assert.equal(verdict.recheck(), null);
  });
});

describe("a call about the server as a whole", () => {
  it("goes to the first server that is there, and stays when a Namespace fails over", () => {
    assert.equal(open("GetSystemInfo").verdict.server, "east");
    assert.equal(open("GetSystemInfo", () => false).verdict.server, "east");
    const { verdict, active } = open("GetSystemInfo", (server) => server === "west");
    assert.equal(verdict.server, "west");
    active.region = "aws-west";
    assert.equal(verdict.recheck(), null);
  });
});

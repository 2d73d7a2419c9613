// What a decision costs by itself: from the frame to the verdict's Namespace and level, without sockets.
import { gzipSync } from "node:zlib";
import { decide, readRequest } from "../../packages/server/src/gateway/decide.ts";
import { principalHolder } from "../../packages/server/src/gateway/holder.ts";
import { requireRoute } from "../../packages/server/src/gateway/route.ts";
import { directory, encode, own, pathOf, viewWith } from "../../packages/server/src/gateway/testing/calls.ts";
import { toFrame } from "../../packages/server/src/gateway/transport/unary.ts";
import { readFrame } from "../../packages/server/src/gateway/wire/frame.ts";

export interface DecisionRow {
  readonly what: string;
  readonly bytes: number;
  /** Median over batches; microseconds for one. */
  readonly us: number;
}

const batches = 21;
const perBatch = 20_000;
const view = viewWith({ [own]: { level: "write" } });
const holder = principalHolder("caller");
const now = Date.now();

function measure(what: string, method: string, request: object, gzip = false): DecisionRow {
  const path = pathOf(method);
  const message = encode(path, { namespace: own, ...request });
  const frame = toFrame(gzip ? gzipSync(message) : message);
  if (gzip) frame[0] = 1;
  const route = requireRoute(path);
  const times: number[] = [];
  const count = gzip ? perBatch / 20 : perBatch;
  for (let batch = 0; batch < batches; batch += 1) {
    const from = performance.now();
    for (let at = 0; at < count; at += 1) {
      const asked = readRequest(route, readFrame(frame, gzip ? "gzip" : undefined));
      decide({ view, holder, route, request: asked, directory, now });
    }
    times.push(((performance.now() - from) * 1_000) / count);
  }
  return { what, bytes: frame.length, us: times.sort((a, b) => a - b)[batches >>> 1] ?? Number.NaN };
}

const start = {
  workflowId: "order-1234",
  workflowType: { name: "Order" },
  taskQueue: { name: "orders" },
  identity: "worker@host",
  requestId: "6d7f7c1e-2f3a-4b0c-9a61-1f2e3d4c5b6a",
  input: { payloads: [{ data: Buffer.alloc(100, 97) }] },
};
const commands = Array.from({ length: 20 }, () => ({
  commandType: 3,
  attributes: { case: "startTimerCommandAttributes", value: { timerId: "t" } },
}));

export const measureDecisions = (): DecisionRow[] => [
  measure("DescribeNamespace", "DescribeNamespace", {}),
  measure("PollWorkflowTaskQueue", "PollWorkflowTaskQueue", { taskQueue: { name: "orders" }, identity: "worker@host" }),
  measure("StartWorkflowExecution", "StartWorkflowExecution", start),
  measure("RespondWorkflowTaskCompleted with 20 commands", "RespondWorkflowTaskCompleted", { commands }),
  measure("StartWorkflowExecution, gzip", "StartWorkflowExecution", start, true),
];

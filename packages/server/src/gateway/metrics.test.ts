import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { GatewayMetrics } from "./metrics.ts";
import { serveMetrics } from "./serve-metrics.ts";

const start = { namespace: "orders.a1b2c3", operation: "temporal.workflow.start", method: "StartWorkflowExecution" };

describe("the gateway's metrics", () => {
  it("tell how calls ended, by Namespace and operation", async (t) => {
    const metrics = new GatewayMetrics(() => 3);
    metrics.ended(start, 0, 0.004);
    metrics.ended(start, 6, 0.2);
    metrics.refused("TerminateWorkflowExecution", 7);
    metrics.acted("orders.a1b2c3", 2);
    metrics.acted("orders.a1b2c3", 0);
    const server = await serveMetrics(metrics.registry, { host: "127.0.0.1", port: 0 });
    t.after(() => server.close());

    const answer = await fetch(`http://127.0.0.1:${server.port}/metrics`);
    assert.match(answer.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
    const lines = new Set((await answer.text()).split("\n"));
    const labels = 'temporal_namespace="orders.a1b2c3",operation="temporal.workflow.start"';
    for (const line of [
      `remit_gateway_requests_total{${labels},method="StartWorkflowExecution",grpc_code="0"} 1`,
      `remit_gateway_requests_total{${labels},method="StartWorkflowExecution",grpc_code="6"} 1`,
      `remit_gateway_request_seconds_bucket{le="0.005",${labels}} 1`,
      `remit_gateway_request_seconds_count{${labels}} 2`,
      'remit_gateway_refused_total{method="TerminateWorkflowExecution",grpc_code="7"} 1',
      'remit_gateway_actions_total{temporal_namespace="orders.a1b2c3"} 2',
      "remit_gateway_open_calls 3",
    ])
      assert.ok(lines.has(line), line);
  });

  it("stand under one path only", async (t) => {
    const server = await serveMetrics(new GatewayMetrics(() => 0).registry, { host: "127.0.0.1", port: 0 });
    t.after(() => server.close());
    assert.equal((await fetch(`http://127.0.0.1:${server.port}/`)).status, 404);
    assert.equal((await fetch(`http://127.0.0.1:${server.port}/metrics`, { method: "POST" })).status, 404);
  });
});

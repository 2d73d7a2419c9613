// What the gateway counts, for Prometheus: by Namespace and operation, never by caller or workflow, whose number has no
// bound. Namespaces are those under management, so nobody makes series by asking for names.
import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** Of a call that was let through. */
export interface CallLabels {
  /** As on the wire. */
  readonly namespace: string;
  /** e.g. "temporal.workflow.start" */
  readonly operation: string;
  /** e.g. "StartWorkflowExecution" */
  readonly method: string;
}

/** From a quick read to a long poll, which is held open for a minute. */
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

export class GatewayMetrics {
  readonly registry = new Registry();
  readonly #requests: Counter;
  readonly #seconds: Histogram;
  readonly #refused: Counter;
  readonly #actions: Counter;

  /** @param openCalls asked when somebody reads the metrics */
  constructor(openCalls: () => number) {
    const registers = [this.registry];
    this.#requests = new Counter({
      name: "remit_gateway_requests_total",
      help: "Calls that the gateway let through, by how they ended.",
      labelNames: ["temporal_namespace", "operation", "method", "grpc_code"],
      registers,
    });
    this.#seconds = new Histogram({
      name: "remit_gateway_request_seconds",
      help: "How long calls that the gateway let through took, Temporal's own part included.",
      labelNames: ["temporal_namespace", "operation"],
      buckets: secondsBuckets,
      registers,
    });
    this.#refused = new Counter({
      name: "remit_gateway_refused_total",
      help: "Calls that the gateway refused, by reason.",
      labelNames: ["method", "grpc_code"],
      registers,
    });
    this.#actions = new Counter({
      name: "remit_gateway_actions_total",
      help: "Actions that usage counts.",
      labelNames: ["temporal_namespace"],
      registers,
    });
    new Gauge({
      name: "remit_gateway_open_calls",
      help: "Calls that are open now, long polls among them.",
      registers,
      collect() {
        this.set(openCalls());
      },
    });
  }

  /** @param code gRPC's number */
  ended({ namespace, operation, method }: CallLabels, code: number, seconds: number): void {
    this.#requests.inc({ temporal_namespace: namespace, operation, method, grpc_code: code });
    this.#seconds.observe({ temporal_namespace: namespace, operation }, seconds);
  }

  /** @param method "" for one that the gateway does not know */
  refused(method: string, code: number): void {
    this.#refused.inc({ method, grpc_code: code });
  }

  acted(namespace: string, actions: number): void {
    if (actions > 0) this.#actions.inc({ temporal_namespace: namespace }, actions);
  }
}

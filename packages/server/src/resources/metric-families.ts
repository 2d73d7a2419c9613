// The metrics that are served under the names of Temporal Cloud's, where the meaning is the same: rates of the last whole
// minute, over all gateways, as gauges. What a gateway cannot see (task queues' backlogs, workflows' outcomes) is left out.
import type { NamespaceMinute } from "../store/schema/usage.ts";

export interface Point {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  /** Of one Namespace. */
  readonly points: (namespace: NamespaceSums) => readonly Point[];
}

/** What is known of one Namespace in the minute. */
export interface NamespaceSums {
  /** The labels that every metric has. */
  readonly common: Readonly<Record<"temporal_account" | "temporal_namespace" | "region", string>>;
  readonly counts: NamespaceMinute;
  /** Per second; 0 is none, or not known. */
  readonly limits: { readonly requests: number; readonly actions: number };
  /** Undefined: nobody looked of late. */
  readonly openWorkflows: number | undefined;
}

const common = ["temporal_account", "temporal_namespace", "region"];
const perSecond = (count: number): number => count / 60;

/** One of the four numbers of each method; methods that have none of it have no point. */
const byMethod =
  (index: 0 | 1 | 2 | 3) =>
  ({ common, counts }: NamespaceSums): Point[] =>
    Object.entries(counts.methods)
      .filter(([, numbers]) => numbers[index] > 0)
      .map(([operation, numbers]) => ({ labels: { ...common, operation }, value: perSecond(numbers[index]) }));

/** Actions are the Namespace's, wherever it is: Temporal Cloud's have no region either. */
function ofNamespace({ common: { temporal_account, temporal_namespace } }: NamespaceSums) {
  return { temporal_account, temporal_namespace };
}

const limit = (value: number, labels: Point["labels"]): Point[] => (value === 0 ? [] : [{ labels, value }]);

export const families: readonly Family[] = [
  {
    name: "temporal_cloud_v1_service_request_count",
    help: "gRPC requests that were let through, per second.",
    labels: [...common, "operation"],
    points: byMethod(0),
  },
  {
    name: "temporal_cloud_v1_service_error_count",
    help: "gRPC requests that ended with an error, per second.",
    labels: [...common, "operation"],
    points: byMethod(1),
  },
  {
    name: "temporal_cloud_v1_service_request_throttled_count",
    help: "gRPC requests that the limits of the Namespace refused, per second.",
    labels: [...common, "operation"],
    points: byMethod(2),
  },
  {
    name: "temporal_cloud_v1_resource_exhausted_error_count",
    help: "gRPC requests that the server refused for want of resources, per second.",
    labels: [...common, "operation"],
    points: byMethod(3),
  },
  {
    name: "temporal_cloud_v1_total_action_count",
    help: "Actions per second, as far as calls show them.",
    labels: ["temporal_account", "temporal_namespace", "is_background", "namespace_mode"],
    points: (sums) => [
      {
        labels: { ...ofNamespace(sums), is_background: "false", namespace_mode: "active" },
        value: perSecond(sums.counts.actions),
      },
    ],
  },
  {
    name: "temporal_cloud_v1_total_action_throttled_count",
    help: "Actions of refused requests, per second.",
    labels: ["temporal_account", "temporal_namespace"],
    points: (sums) => limit(perSecond(sums.counts.throttledActions), ofNamespace(sums)),
  },
  {
    name: "temporal_cloud_v1_namespace_open_workflows",
    help: "Workflows that were open when somebody last looked.",
    labels: common,
    points: ({ common, openWorkflows }) =>
      openWorkflows === undefined ? [] : [{ labels: common, value: openWorkflows }],
  },
  {
    name: "temporal_cloud_v1_action_limit",
    help: "Actions per second that the Namespace may use.",
    labels: ["temporal_account", "temporal_namespace"],
    points: (sums) => limit(sums.limits.actions, ofNamespace(sums)),
  },
  {
    name: "temporal_cloud_v1_service_request_limit",
    help: "gRPC requests per second that the Namespace may make.",
    labels: common,
    points: ({ common, limits }) => limit(limits.requests, common),
  },
];

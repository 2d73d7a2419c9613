// Observability: what is measured, shown and alerted on.
import { application, platform, row, type Section } from "./row.ts";

export const observability: Section = {
  id: "observability",
  title: "Observability",
  rows: [
    row(
      "observability-platform",
      "Observability platform (e.g. Datadog, Dynatrace)",
      "Runs the place where metrics, logs and traces come together.",
      platform(),
      { evidence: ["attestation"] },
    ),
    row(
      "sdk-metrics-collection",
      "Temporal SDK metrics collection",
      "Collects the metrics that the SDKs of all Workers and Clients emit.",
      platform(),
      { evidence: ["attestation"] },
    ),
    row(
      "sdk-metrics-configuration",
      "Temporal SDK metrics configuration",
      "Has its Workers and Clients emit SDK metrics with the agreed labels.",
      application(),
      { evidence: ["attestation"] },
    ),
    row(
      "custom-metrics",
      "Temporal custom metrics emission",
      "Emits the metrics of its own business from Workflows and Activities.",
      application(),
      { evidence: ["attestation"] },
    ),
    row(
      "cloud-metrics-collection",
      "Temporal Cloud metrics collection",
      "Scrapes the metrics endpoint with an identity of its own, and notices when that stops.",
      platform(
        "cloud.account.get",
        "cloud.apikey.create",
        "cloud.serviceaccount.create",
        "cloud.serviceaccount.get",
        "cloud.serviceaccount.list",
      ),
      { evidence: ["metrics"] },
    ),
    row(
      "dashboard",
      "Monitoring dashboard",
      "Provides the dashboard on which every team finds its Namespaces.",
      platform("namespace:read", "cloud.namespace.list"),
      { goLink: "temporal-dashboard", evidence: ["attestation"] },
    ),
    row(
      "platform-alerts",
      "Temporal Cloud platform alerts",
      "Is alerted when the platform itself is in trouble: limits, availability, replication, certificates.",
      platform("cloud.namespace.get", "cloud.namespace.list"),
      { evidence: ["alerts"] },
    ),
    row(
      "workflow-alerts",
      "Temporal Workflow alerts",
      "Is alerted when its Workflows fail, hang or fall behind.",
      application("namespace:read"),
      { evidence: ["alerts"] },
    ),
  ],
};

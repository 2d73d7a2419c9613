// Worker: the processes that carry out Workflows, and how they identify themselves.
import { application, platform, row, type Section, side } from "./row.ts";

const tuning = { title: "Worker deployment and performance", url: "https://docs.temporal.io/best-practices/worker" };

export const worker: Section = {
  id: "worker",
  title: "Worker",
  rows: [
    row(
      "worker-identity-policy",
      "Worker identity authentication policy",
      "Decides how Workers prove who they are: API keys of service accounts or client certificates, and how long these live.",
      platform(),
      { evidence: ["attestation"] },
    ),
    row(
      "worker-identity-implementation",
      "Worker identity auth implementation",
      "Has its Workers load their credential from the secret store, and take up a new one without a release.",
      application(
        "temporal.namespace.describe",
        "temporal.worker.poll",
        "temporal.worker.report",
        "temporal.worker.respond",
        "temporal.workflow.history",
      ),
      { evidence: ["key-hygiene"] },
    ),
    row(
      "worker-identity-rotation",
      "Worker identity auth rotation",
      "Replaces the keys and certificates of Workers before they end.",
      platform(
        "cloud.apikey.create",
        "cloud.apikey.delete",
        "cloud.apikey.get",
        "cloud.apikey.list",
        "cloud.apikey.update",
        "cloud.namespace.get",
        "cloud.namespace.list",
        "cloud.namespace.update",
        "cloud.serviceaccount.get",
        "cloud.serviceaccount.list",
      ),
      { evidence: ["key-hygiene", "certificate-expiry"] },
    ),
    row(
      "worker-infrastructure",
      "Worker infrastructure health (e.g. Kubernetes health)",
      "Keeps the machines and clusters healthy that Workers run on.",
      platform(),
      { evidence: ["attestation"] },
    ),
    row(
      "worker-health",
      "Worker deployment health",
      "Sees to it that its Workers poll, keep up with their Task Queues, and do not fail their Tasks.",
      application(
        "temporal.deployment.describe",
        "temporal.deployment.list",
        "temporal.taskqueue.describe",
        "temporal.worker.describe",
        "temporal.worker.list",
      ),
      { evidence: ["worker-deployments"] },
    ),
    row(
      "worker-configuration",
      "Worker configurations (Task Queue, Execution Slots)",
      "The platform team sets defaults that work for most; each application team adapts them to its load.",
      {
        platform: side("defaults"),
        application: side(
          "customization",
          "temporal.taskqueue.describe",
          "temporal.taskqueue.updateConfig",
          "temporal.worker.getConfig",
          "temporal.worker.updateConfig",
        ),
      },
      { evidence: ["worker-deployments"], links: [tuning] },
    ),
    row(
      "worker-autoscaling-framework",
      "Worker auto-scaling framework (e.g. KEDA)",
      "Provides what scales Workers by the backlog of their Task Queues.",
      platform(),
      { evidence: ["attestation"] },
    ),
    row(
      "worker-autoscaling-configuration",
      "Worker auto-scaling configuration",
      "Sets how far and how fast its Workers scale.",
      application("temporal.taskqueue.describe", "temporal.worker.count"),
      { evidence: ["attestation"] },
    ),
  ],
};

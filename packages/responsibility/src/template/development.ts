// Development and Temporal Application Deployment: from code to a running build.
import { application, platform, row, type Section } from "./row.ts";

const versioning = {
  title: "Worker Versioning",
  url: "https://docs.temporal.io/production-deployment/worker-deployments/worker-versioning",
};

export const development: Section = {
  id: "development",
  title: "Development",
  rows: [
    row(
      "workflow-development",
      "Workflow development",
      "Writes the application's Workflows and Activities, and runs them in its Namespaces.",
      application("namespace:write"),
      { evidence: ["attestation"] },
    ),
    row(
      "automated-tests",
      "Automated tests (unit, integration, replay)",
      "Tests Workflows before each release, replaying recorded histories so that running executions survive the change.",
      application("temporal.workflow.history", "temporal.workflow.list"),
      { evidence: ["attestation"] },
    ),
    row(
      "workflow-versioning",
      "Workflow versioning",
      "Changes Workflow code so that executions which began before the change can still end.",
      application("temporal.deployment.describe", "temporal.deployment.list", "temporal.workflow.updateOptions"),
      { evidence: ["worker-versioning"], links: [versioning] },
    ),
  ],
};

export const deployment: Section = {
  id: "deployment",
  title: "Temporal Application Deployment",
  rows: [
    row(
      "worker-pipeline",
      "Build pipeline for Worker",
      "Provides the pipeline in which Workers are built and tested.",
      platform(),
      { evidence: ["attestation"] },
    ),
    row(
      "artifacts",
      "Artifact management",
      "Stores the built images, scans them, and keeps those that running executions may still need.",
      platform(),
      { evidence: ["attestation"] },
    ),
    row(
      "versioning-policy",
      "Workflow versioning management (e.g. Worker Versioning) policy",
      "Decides which way of versioning applications use, and by when old versions are drained.",
      platform("temporal.deployment.describe", "temporal.deployment.list"),
      { evidence: ["worker-versioning", "attestation"], links: [versioning] },
    ),
    row(
      "worker-build",
      "Worker build (Workflow and Worker Definition)",
      "Defines what goes into a build: which Workflows and Activities its Workers register.",
      application(),
      { evidence: ["worker-deployments"] },
    ),
    row(
      "worker-release",
      "Worker build release (which build to release and when)",
      "Decides which build becomes current, ramps it up, and rolls it back.",
      platform(
        "temporal.deployment.describe",
        "temporal.deployment.list",
        "temporal.deployment.setCurrent",
        "temporal.deployment.setRamping",
      ),
      { evidence: ["worker-deployments", "worker-versioning"] },
    ),
  ],
};

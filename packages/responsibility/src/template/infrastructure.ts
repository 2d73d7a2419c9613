// Infrastructure and Governance: the Namespaces themselves, and what is said about using them.
import { application, platform, row, type Section } from "./row.ts";

export const infrastructure: Section = {
  id: "infrastructure",
  title: "Infrastructure",
  rows: [
    row(
      "namespace-provisioning",
      "Temporal Cloud Namespace provisioning",
      "Creates Namespaces with their projects, tags, regions, Nexus Endpoints and the owning team's access, and removes them.",
      platform(
        "cloud.namespace.create",
        "remit.namespace.adopt",
        "cloud.namespace.delete",
        "cloud.namespace.get",
        "cloud.namespace.list",
        "cloud.namespace.moveToProject",
        "cloud.namespace.setUserGroupAccess",
        "cloud.namespace.update",
        "cloud.namespace.updateTags",
        "cloud.nexusendpoint.create",
        "cloud.nexusendpoint.delete",
        "cloud.nexusendpoint.get",
        "cloud.nexusendpoint.list",
        "cloud.nexusendpoint.update",
        "cloud.project.create",
        "cloud.project.get",
        "cloud.project.list",
        "cloud.project.update",
        "cloud.region.list",
        "remit.request.list",
      ),
      { goLink: "temporal-namespace", evidence: ["namespace-tags"] },
    ),
    row(
      "cloud-metrics",
      "Temporal Cloud metrics",
      "Turns on the metrics endpoint and decides which certificates and keys may read it.",
      platform("cloud.account.get", "cloud.account.update"),
      { evidence: ["metrics"] },
    ),
    row(
      "namespace-rate-limits",
      "Temporal Cloud Namespace rate limits",
      "Knows the limits of its Namespaces, stays below them, and asks for more in time.",
      application("cloud.namespace.capacityinfo.get", "cloud.namespace.get", "cloud.namespace.update"),
      { evidence: ["rate-limits"] },
    ),
    row(
      "namespace-capacity",
      "Temporal Cloud Namespace Capacity",
      "Chooses the capacity mode of its Namespaces and plans for their growth.",
      application("cloud.namespace.capacityinfo.get", "cloud.namespace.get", "cloud.namespace.update"),
      { evidence: ["capacity"] },
    ),
    row(
      "audit-logs",
      "Temporal Cloud audit logs",
      "Reads the audit trail, sends it to the company's own store, and notices when it stops arriving.",
      platform(
        "cloud.auditlog.createSink",
        "cloud.auditlog.deleteSink",
        "cloud.auditlog.getSink",
        "cloud.auditlog.list",
        "cloud.auditlog.listSinks",
        "cloud.auditlog.updateSink",
        "cloud.auditlog.validateSink",
      ),
      { evidence: ["audit-log"] },
    ),
  ],
};

export const governance: Section = {
  id: "governance",
  title: "Governance",
  rows: [
    row(
      "platform-hub",
      "Temporal Platform Hub",
      "Keeps the place where developers find how Temporal is used here, this matrix included.",
      platform("remit.responsibility.attest", "remit.responsibility.get", "remit.responsibility.update"),
      { evidence: ["attestation"] },
    ),
    row(
      "developer-guide",
      "Temporal developer guide",
      "Writes the guide that takes a developer from nothing to a Workflow in production, and keeps it true.",
      platform(),
      { evidence: ["attestation"] },
    ),
  ],
};

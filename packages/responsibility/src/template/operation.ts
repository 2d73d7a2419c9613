// Operation and Cost: what happens on a bad day, and who pays.
import { application, platform, row, type Section, side } from "./row.ts";

export const operation: Section = {
  id: "operation",
  title: "Operation",
  rows: [
    row(
      "vendor-support",
      "Support coordination with Temporal (the company)",
      "Opens support tickets with Temporal, follows them, and tells the teams that they concern.",
      platform("cloud.account.get", "cloud.namespace.get", "cloud.namespace.list"),
      { evidence: ["attestation"] },
    ),
    row(
      "load-testing",
      "Load testing",
      "Tests its application at the load it expects, after agreeing on when.",
      application("namespace:write"),
      { evidence: ["attestation"] },
    ),
    row(
      "incident-response",
      "Incident response",
      "The platform team answers when the platform fails, each application team when its application does.",
      {
        platform: side("platform incident", "namespace:read", "cloud.auditlog.list", "cloud.namespace.failoverRegion"),
        application: side("application incident", "namespace:write"),
      },
      { evidence: ["alerts", "attestation"] },
    ),
  ],
};

export const cost: Section = {
  id: "cost",
  title: "Cost",
  rows: [
    row(
      "platform-cost",
      "Temporal Cloud platform cost",
      "Watches what the account costs as a whole, and shows each team its share.",
      platform("cloud.billingreport.create", "cloud.billingreport.get", "cloud.usage.get"),
      { evidence: ["cost"] },
    ),
    // Usage can only be read for the whole account, which is more than an application team answers for: it sees its
    // share through what the platform team shows.
    row(
      "namespace-cost",
      "Temporal Cloud Namespace cost",
      "Keeps what its Namespaces cost in proportion to what they are worth.",
      application("cloud.namespace.get"),
      { evidence: ["cost"] },
    ),
  ],
};

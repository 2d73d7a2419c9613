// Network Connectivity and Data Security: how data travels, and who can read it.
import { application, platform, row, type Section } from "./row.ts";

export const network: Section = {
  id: "network",
  title: "Network Connectivity",
  rows: [
    row(
      "private-connectivity",
      "Private Connectivity to Temporal Cloud",
      "Sets up private links and the connectivity rules that bind Namespaces to them.",
      platform(
        "cloud.connectivityrule.create",
        "cloud.connectivityrule.delete",
        "cloud.connectivityrule.get",
        "cloud.connectivityrule.list",
        "cloud.namespace.get",
        "cloud.namespace.list",
        "cloud.namespace.update",
      ),
      { evidence: ["private-connectivity"] },
    ),
    row(
      "firewall-rules",
      "Firewall rules to Temporal Cloud",
      "Opens the company's firewalls for Workers and people, and keeps the openings as narrow as the endpoints allow.",
      platform("cloud.connectivityrule.get", "cloud.connectivityrule.list", "cloud.region.get", "cloud.region.list"),
      { evidence: ["firewall-rules", "attestation"] },
    ),
  ],
};

export const dataSecurity: Section = {
  id: "data-security",
  title: "Data Security",
  rows: [
    row(
      "data-compliance",
      "Data compliance policy",
      "Writes down which data may go where, and has every Namespace tagged with the classification of its data.",
      platform("cloud.namespace.get", "cloud.namespace.list", "cloud.namespace.updateTags"),
      { evidence: ["namespace-tags", "attestation"] },
    ),
    row(
      "data-converter",
      "Data Converter implementation",
      "Builds and maintains the Data Converter that encrypts payloads before they leave the company's processes.",
      platform(),
      {
        evidence: ["attestation"],
        links: [
          { title: "Codecs and encryption", url: "https://docs.temporal.io/production-deployment/data-encryption" },
        ],
      },
    ),
    row(
      "data-converter-usage",
      "Data Converter usage",
      "Uses the provided Data Converter in every Client and Worker of the application.",
      application(),
      { evidence: ["attestation"] },
    ),
    row(
      "codec-server-hosting",
      "Codec Server hosting",
      "Runs the Codec Server, so that people who are allowed to can read payloads in the Web UI and the CLI.",
      platform(),
      { evidence: ["codec-server"] },
    ),
    row(
      "codec-server-configuration",
      "Codec Server configuration (per Namespace)",
      "Points each of its Namespaces at the Codec Server.",
      application("cloud.namespace.get", "cloud.namespace.update"),
      { evidence: ["codec-server"] },
    ),
  ],
};

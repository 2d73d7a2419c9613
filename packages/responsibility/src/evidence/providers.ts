// Every provider of evidence. A later capability adds its file and a line here.
import type { EvidenceProvider } from "../evidence.ts";
import type { ResolvedTeams } from "../resolve.ts";
import { alerts } from "./alerts.ts";
import { attestationName } from "./attestation.ts";
import { auditLog } from "./audit-log.ts";
import { capacity } from "./capacity.ts";
import { certificateExpiry } from "./certificate-expiry.ts";
import { codecServer } from "./codec-server.ts";
import { cost } from "./cost.ts";
import { firewallRules } from "./firewall-rules.ts";
import { keyHygiene } from "./key-hygiene.ts";
import { metrics } from "./metrics.ts";
import { namespaceTags } from "./namespace-tags.ts";
import { principalsInTeams } from "./principals-in-teams.ts";
import { privateConnectivity } from "./private-connectivity.ts";
import { rateLimits } from "./rate-limits.ts";
import { samlScim } from "./saml-scim.ts";
import { userGroups } from "./user-groups.ts";
import { workerDeployments } from "./worker-deployments.ts";
import { workerVersioning } from "./worker-versioning.ts";

/** All providers, in the order of their names. */
export function evidenceProviders(resolved: ResolvedTeams): readonly EvidenceProvider[] {
  return [
    alerts,
    auditLog,
    capacity,
    certificateExpiry,
    codecServer,
    cost,
    firewallRules,
    keyHygiene,
    metrics,
    namespaceTags,
    principalsInTeams((id) => resolved.teamsOf.has(id)),
    privateConnectivity,
    rateLimits,
    samlScim,
    userGroups,
    workerDeployments,
    workerVersioning,
  ];
}

const noTeams: ResolvedTeams = { teams: [], byId: new Map(), ownersOf: new Map(), teamsOf: new Map() };

/** All that a row may name as evidence; the names do not depend on the teams. */
export const evidenceNames: readonly string[] = [
  ...evidenceProviders(noTeams).map(({ name }) => name),
  attestationName,
];

// Every RPC of the Cloud Ops API in the life of one Namespace and the people around it. What it makes is gone at its end,
// so it can be told again in the same account.
import type { Step } from "../step.ts";
import { account } from "./account.ts";
import { identities, identitiesEnd, namespaceAccess } from "./identities.ts";
import { exportSinks, namespaces, namespacesEnd } from "./namespaces.ts";
import { connectivityRules, connectivityRulesEnd, nexusEndpoints } from "./network.ts";
import { projects, projectsEnd } from "./projects.ts";
import { auditLogSinks, records } from "./records.ts";

/** Names that the teller gives: run, a word of its own; started, yesterday, today and tomorrow, as times. */
export const story: readonly Step[] = [
  ...account,
  ...projects,
  ...identities,
  ...connectivityRules,
  ...namespaces,
  ...namespaceAccess,
  ...exportSinks,
  ...nexusEndpoints,
  ...auditLogSinks,
  ...records,
  ...namespacesEnd,
  ...connectivityRulesEnd,
  ...identitiesEnd,
  ...projectsEnd,
];

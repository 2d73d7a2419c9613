// The matrix that every organisation begins with: the shared responsibility model of Temporal's Knowledge Hub, with the
// operations and the evidence that each row has here. Tailoring it is the point.
import type { FrameworkQuestion, GoLink, Matrix, TeamKind } from "../model.ts";
import { deployment, development } from "./development.ts";
import { identity } from "./identity.ts";
import { governance, infrastructure } from "./infrastructure.ts";
import { dataSecurity, network } from "./network-and-data.ts";
import { observability } from "./observability.ts";
import { cost, operation } from "./operation.ts";
import type { Section } from "./row.ts";
import { worker } from "./worker.ts";

const sections: readonly Section[] = [
  identity,
  network,
  dataSecurity,
  infrastructure,
  governance,
  development,
  worker,
  deployment,
  observability,
  operation,
  cost,
];

const kinds: readonly TeamKind[] = [
  {
    id: "platform",
    title: "Temporal Platform Team",
    description: "Manages the Temporal infrastructure for everybody.",
    scope: "account",
  },
  {
    id: "application",
    title: "Application Team",
    description: "Builds and runs Temporal Workflows; one for each application, owning its Namespaces.",
    scope: "namespaces",
  },
];

const framework: readonly FrameworkQuestion[] = [
  {
    id: "several-namespaces",
    question: "Does the issue affect multiple teams or namespaces?",
    kind: "platform",
    subject: "several-namespaces",
  },
  {
    id: "application",
    question: "Is it business logic or application-specific?",
    kind: "application",
    subject: "application",
  },
  {
    id: "account-admin",
    question: "Does it require Temporal Cloud Admin access?",
    kind: "platform",
    subject: "account-admin",
  },
];

const goLinks: readonly GoLink[] = [
  { name: "temporal-request", url: "/requests/new", title: "Ask for access" },
  { name: "temporal-namespace", url: "/namespaces/new", title: "Ask for a Namespace" },
  { name: "temporal-dashboard", url: "/", title: "Monitoring dashboard" },
];

/** The default matrix: 49 rows in 11 categories. The organisation's name is left to whoever tailors it. */
export const template: Matrix = {
  organization: "",
  kinds,
  categories: sections.map(({ id, title }) => ({ id, title })),
  responsibilities: sections.flatMap(({ id, rows }) => rows.map((row) => ({ category: id, ...row }))),
  framework,
  goLinks,
  baseline: { floorRole: "read" },
  requests: { access: "cloud-access", namespaces: "namespace-provisioning", approvals: 1, maxHours: 168 },
};

// A small organisation to ask about: one platform team, two application teams, three Namespaces, and a matrix that is
// written down here in a few words for each row, so that a test does not depend on the template's wording.
import type {
  Facts,
  GoLink,
  Matrix,
  Model,
  NamespaceFact,
  Ownership,
  Responsibility,
  Team,
  TeamKind,
} from "../src/index.ts";

export const NOW = 1_800_000_000_000;
export const DAY = 86_400_000;

export const kinds: readonly TeamKind[] = [
  { id: "platform", title: "Temporal Platform Team", description: "", scope: "account" },
  { id: "application", title: "Application Teams", description: "", scope: "namespaces" },
];

export function makeTeam(id: string, kind: string, parts: Partial<Team> = {}): Team {
  return {
    id,
    name: id,
    kind,
    description: "",
    groups: [],
    serviceAccounts: [],
    owns: { namespaces: [], projects: [], tags: [] },
    contacts: { chat: "", email: "", onCall: "", ticket: "" },
    escalation: [],
    workingHours: { timeZone: "", days: [], from: "", to: "" },
    ...parts,
  };
}

export function makeOwnership(operations: readonly string[] = [], parts: Partial<Ownership> = {}): Ownership {
  return { share: "responsible", part: "", team: "", operations, ...parts };
}

/** A row in the category "rows", unless said otherwise. */
export function makeRow(id: string, parts: Partial<Responsibility> = {}): Responsibility {
  return {
    id,
    category: "rows",
    name: id,
    description: "",
    owners: {},
    goLink: "",
    links: [],
    evidence: [],
    hidden: false,
    ...parts,
  };
}

export function makeMatrix(responsibilities: readonly Responsibility[], parts: Partial<Matrix> = {}): Matrix {
  return {
    organization: "ABC Financial",
    kinds,
    categories: [{ id: "rows", title: "Rows" }],
    responsibilities,
    framework: [
      {
        id: "several",
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
        id: "admin",
        question: "Does it require Temporal Cloud Admin access?",
        kind: "platform",
        subject: "account-admin",
      },
    ],
    goLinks: [],
    baseline: { floorRole: "read" },
    requests: { access: "access", namespaces: "provisioning", approvals: 1, maxHours: 72 },
    ...parts,
  };
}

export const platform = makeTeam("platform", "platform", {
  name: "Temporal Platform",
  contacts: { chat: "#temporal-platform", email: "temporal@abc.example", onCall: "", ticket: "" },
});
export const orders = makeTeam("orders", "application", {
  name: "Orders Team",
  owns: { namespaces: ["orders", "orders-staging"], projects: [], tags: [] },
  contacts: { chat: "", email: "orders@abc.example", onCall: "https://call.example/orders", ticket: "" },
});
export const payments = makeTeam("payments", "application", {
  name: "Payments Team",
  owns: { namespaces: ["payments"], projects: [], tags: [] },
});

export const goLinks: readonly GoLink[] = [
  { name: "temporal-request", url: "https://remit.example/requests", title: "Ask for access" },
];

export function makeNamespace(name: string, parts: Partial<NamespaceFact> = {}): NamespaceFact {
  return { uid: `uid-${name}`, id: `${name}.abc123`, project: "main", tags: {}, settings: null, ...parts };
}

export const namespaces: readonly NamespaceFact[] = [
  makeNamespace("orders"),
  makeNamespace("orders-staging"),
  makeNamespace("payments"),
];

/** An account with these Namespaces, and nobody in it unless said otherwise. */
export function makeFacts(parts: Partial<Facts> = {}): Facts {
  const listed = parts.namespaces ?? namespaces;
  return {
    now: NOW,
    policy: {
      account: "abc123",
      projects: ["main"],
      namespaces: listed.map(({ uid, project }) => ({ id: uid, project })),
      nexusEndpoints: [],
      connectivityRules: [],
      customRoles: [],
      groups: [],
      principals: [],
    },
    namespaces: listed,
    projects: [{ id: "main", displayName: "Main" }],
    users: [],
    groups: [],
    serviceAccounts: [],
    keys: [],
    ...parts,
  };
}

export function makeModel(
  responsibilities: readonly Responsibility[],
  parts: Partial<Matrix> = {},
  teams: readonly Team[] = [platform, orders, payments],
): Model {
  return { matrix: makeMatrix(responsibilities, { goLinks, ...parts }), teams };
}

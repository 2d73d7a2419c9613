// Accounts in a few words, for tests. What is not said is empty. Namespaces are named without the account, which is acc.
import type { Access, CustomRole, Group, NamespacePermission, Principal } from "@remit/policy";
import type { Facts, GroupFact, KeyFact, NamespaceFact, ServiceAccountFact } from "../src/facts.ts";
import type { Matrix, Model, Ownership, Responsibility, Team, TeamKind } from "../src/model.ts";

export const NOW = Date.parse("2026-05-01T12:00:00Z");
export const DAY = 24 * 60 * 60 * 1000;

export const noAccess: Access = { accountRole: null, customRoles: [], namespaces: [], projects: [], implied: [] };

export const access = (parts: Partial<Access>): Access => ({ ...noAccess, ...parts });

/** "n1:write" → Namespace access. */
export function onNamespaces(...levels: readonly `${string}:${NamespacePermission}`[]): Access["namespaces"] {
  return levels.map((text) => {
    const [namespace, permission] = text.split(":") as [string, NamespacePermission];
    return { namespace, permission };
  });
}

interface GroupHere {
  readonly fact: GroupFact;
  readonly group: Group;
}

export function group(
  id: string,
  name: string,
  held: Partial<Access> = {},
  kind: GroupFact["kind"] = "cloud",
): GroupHere {
  return { fact: { id, displayName: name, kind }, group: { id, name, access: access(held) } };
}

export function person(id: string, groups: readonly string[], held: Partial<Access> = {}, active = true): Principal {
  return { id, kind: "user", name: `${id}@example.com`, active, access: access(held), groups };
}

interface ServiceAccountHere {
  readonly fact: ServiceAccountFact;
  readonly principal: Principal;
}

export function serviceAccount(
  id: string,
  name: string,
  held: Partial<Access> = {},
  scope: ServiceAccountFact["scope"] = "account",
  scopeId = "",
): ServiceAccountHere {
  const principal: Principal = { id, kind: "serviceaccount", name, active: true, access: access(held), groups: [] };
  return { fact: { id, scope, scopeId }, principal };
}

export function namespace(
  uid: string,
  name: string,
  project: string,
  tags: Readonly<Record<string, string>> = {},
): NamespaceFact {
  return { uid, id: `${name}.acc`, project, tags, settings: null };
}

export function key(id: string, ownerId: string, parts: Partial<KeyFact> = {}): KeyFact {
  const common = { name: id, createdAt: NOW - DAY, expiresAt: NOW + 30 * DAY, disabled: false };
  return { id, ownerId, ...common, lastUsedAt: undefined, ...parts };
}

export function role(id: string, name: string, permissions: CustomRole["permissions"]): CustomRole {
  return { id, name, permissions };
}

export function team(id: string, parts: Partial<Team> = {}): Team {
  return {
    id,
    name: id,
    kind: "application",
    description: "",
    groups: [],
    serviceAccounts: [],
    owns: { namespaces: [], projects: [], tags: [] },
    contacts: { chat: `#${id}`, email: "", onCall: "", ticket: "" },
    escalation: [],
    workingHours: { timeZone: "", days: [], from: "", to: "" },
    ...parts,
  };
}

/** Ownership of a row by kind: operations in one text, or the whole. */
export function row(
  id: string,
  owners: Readonly<Record<string, string | Partial<Ownership>>>,
  parts: Partial<Responsibility> = {},
): Responsibility {
  return {
    id,
    category: "rows",
    name: id,
    description: "",
    owners: Object.fromEntries(Object.entries(owners).map(([kind, said]) => [kind, toOwnership(said)])),
    goLink: "",
    links: [],
    evidence: [],
    hidden: false,
    ...parts,
  };
}

function toOwnership(said: string | Partial<Ownership>): Ownership {
  const parts = typeof said === "string" ? { operations: said.split(" ").filter((name) => name !== "") } : said;
  return { share: "responsible", part: "", team: "", operations: [], ...parts };
}

export const kinds: readonly TeamKind[] = [
  { id: "platform", title: "Platform Team", description: "", scope: "account" },
  { id: "application", title: "Application Teams", description: "", scope: "namespaces" },
];

interface AccountHere {
  readonly groups?: readonly GroupHere[];
  readonly people?: readonly Principal[];
  readonly serviceAccounts?: readonly ServiceAccountHere[];
  readonly namespaces?: readonly NamespaceFact[];
  /** Id to display name; projects that only Namespaces name need not be in it. */
  readonly projects?: Readonly<Record<string, string>>;
  readonly roles?: readonly CustomRole[];
  readonly keys?: readonly KeyFact[];
  readonly teams?: readonly Team[];
  readonly rows?: readonly Responsibility[];
  readonly baseline?: Matrix["baseline"];
}

/** The account with all that follows from what was said of it. */
export function account(here: AccountHere): { readonly model: Model; readonly facts: Facts } {
  const { namespaces = [], groups = [], people = [], serviceAccounts = [], projects = {} } = here;
  const projectIds = [...new Set([...Object.keys(projects), ...namespaces.map(({ project }) => project)])];
  return {
    model: {
      matrix: {
        organization: "Example",
        kinds,
        categories: [{ id: "rows", title: "Rows" }],
        responsibilities: here.rows ?? [],
        framework: [],
        goLinks: [],
        baseline: here.baseline ?? { floorRole: "" },
        requests: { access: "", namespaces: "", approvals: 1, maxHours: 8 },
      },
      teams: here.teams ?? [],
    },
    facts: {
      now: NOW,
      policy: {
        account: "acc",
        projects: projectIds,
        namespaces: namespaces.map(({ uid, project }) => ({ id: uid, project })),
        nexusEndpoints: [],
        connectivityRules: [],
        customRoles: here.roles ?? [],
        groups: groups.map(({ group: one }) => one),
        principals: [...people, ...serviceAccounts.map(({ principal }) => principal)],
      },
      namespaces,
      projects: projectIds.map((id) => ({ id, displayName: projects[id] ?? id })),
      users: people.map(({ id, name, active }) => ({ id, email: name, active })),
      groups: groups.map(({ fact }) => fact),
      serviceAccounts: serviceAccounts.map(({ fact }) => fact),
      keys: here.keys ?? [],
    },
  };
}

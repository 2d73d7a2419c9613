// What can be turned on, by the kind of resource and grouped so that long lists stay readable.
import { type Permission, permissions, type ResourceType } from "@remit/policy";

export interface Tab {
  readonly id: "account" | "project" | "namespace" | "nexus-endpoint" | "connectivity-rules";
  readonly label: string;
  readonly type: ResourceType;
}

/** The tabs, in their order. Permissions on custom roles stand at the bottom of the first. */
export const tabs: readonly Tab[] = [
  { id: "account", label: "Account", type: "accounts" },
  { id: "project", label: "Project", type: "projects" },
  { id: "namespace", label: "Namespace", type: "namespaces" },
  { id: "nexus-endpoint", label: "Nexus Endpoint", type: "nexus-endpoints" },
  { id: "connectivity-rules", label: "Connectivity Rules", type: "connectivity-rules" },
];

/** Words for one and for several resources of a type. */
export const nouns: Readonly<Record<ResourceType, { readonly one: string; readonly many: string }>> = {
  accounts: { one: "account", many: "accounts" },
  projects: { one: "Project", many: "Projects" },
  namespaces: { one: "Namespace", many: "Namespaces" },
  "nexus-endpoints": { one: "Nexus Endpoint", many: "Nexus Endpoints" },
  "connectivity-rules": { one: "Connectivity Rule", many: "Connectivity Rules" },
  "custom-roles": { one: "Custom Role", many: "Custom Roles" },
};

/** One switch: on, off, or greyed with the reason. */
export interface Offer {
  readonly operation: string;
  readonly kind: Permission["kind"];
  readonly sentence: string;
  /** Why it cannot be granted here; null when it can. */
  readonly refused: string | null;
  /** It may stand in a role, and nothing asks for it. */
  readonly inert: boolean;
}

export interface Section {
  readonly id: "cloud" | "remit" | "data-plane" | "none";
  readonly title: string;
  readonly about: string;
}

/** Temporal's own operations come first and need no heading; names of ours must not pass for Temporal's. */
export const sections: readonly Section[] = [
  { id: "cloud", title: "", about: "" },
  {
    id: "remit",
    title: "Remit's own",
    about: "Responsibilities, requests and reviews, which Temporal Cloud does not have.",
  },
  {
    id: "data-plane",
    title: "Inside the Namespace",
    about:
      "What Workers, SDKs, the CLI and the UI do on the Temporal server. Remit only: Temporal Cloud's custom roles end before these.",
  },
  { id: "none", title: "Not for Custom Roles", about: "Shown so that nobody looks for them." },
];

export interface OfferGroup {
  /** The part of the name that the operations share, as cloud.namespace. */
  readonly family: string;
  readonly title: string;
  readonly section: Section["id"];
  readonly offers: readonly Offer[];
}

/** The families, as the second part of the operation's name says, in the words of a heading. */
const titles: Readonly<Record<string, string>> = {
  "cloud.account": "Account settings",
  "cloud.apikey": "API keys",
  "cloud.asyncoperation": "Operations in progress",
  "cloud.auditlog": "Audit log",
  "cloud.billingreport": "Billing reports",
  "cloud.connectivityrule": "Connectivity Rules",
  "cloud.currentidentity": "Current identity",
  "cloud.customrole": "Custom Roles",
  "cloud.migration": "Migrations",
  "cloud.namespace": "Namespaces",
  "cloud.nexusendpoint": "Nexus Endpoints",
  "cloud.project": "Projects",
  "cloud.region": "Regions",
  "cloud.serviceaccount": "Service accounts",
  "cloud.usage": "Usage",
  "cloud.user": "Users",
  "cloud.usergroup": "User groups",
  "remit.access": "Access reviews",
  "remit.drift": "Drift",
  "remit.metrics": "Metrics",
  "remit.namespace": "Namespaces of servers",
  "remit.request": "Requests",
  "remit.responsibility": "Responsibilities",
  "temporal.activity": "Activities",
  "temporal.batch": "Batch jobs",
  "temporal.deployment": "Worker deployments",
  "temporal.namespace": "The Namespace as Workers see it",
  "temporal.nexus": "Nexus operations",
  "temporal.rule": "Workflow rules",
  "temporal.schedule": "Schedules",
  "temporal.searchattribute": "Search attributes",
  "temporal.taskqueue": "Task Queues",
  "temporal.worker": "Workers",
  "temporal.workflow": "Workflows",
};

const familyOf = (operation: string): string => operation.split(".").slice(0, 2).join(".");

/** The groups of one type: Temporal's own first, then ours, what cannot be granted within its family. */
export function offersFor(type: ResourceType): OfferGroup[] {
  const families = new Map<string, Omit<OfferGroup, "offers"> & { readonly offers: Offer[] }>();
  for (const row of permissions) {
    const refused = refusalOn(row, type);
    if (refused === undefined) continue;
    const family = familyOf(row.operation);
    const group = families.get(family) ?? {
      family,
      title: titles[family] ?? family,
      section: row.plane === "data" ? "data-plane" : family.startsWith("cloud.") ? "cloud" : "remit",
      offers: [],
    };
    const { operation, kind, description: sentence, inert } = row;
    group.offers.push({ operation, kind, sentence, refused, inert });
    families.set(family, group);
  }
  return [...families.values()].map(withoutUse).toSorted((a, b) => rank(a) - rank(b));
}

/** What nobody can be given stands apart, below the rest. */
const withoutUse = (group: OfferGroup): OfferGroup =>
  group.offers.some(({ refused, inert }) => refused === null && !inert) ? group : { ...group, section: "none" };

const rank = ({ section }: OfferGroup): number => sections.findIndex(({ id }) => id === section);

/** Undefined: the operation has nothing to do with the type. Null: it can be granted there. */
function refusalOn(row: Permission, type: ResourceType): string | null | undefined {
  const elsewhere = row.refusedOn[type];
  if (elsewhere !== undefined) return elsewhere;
  if (!row.resourceTypes.includes(type)) return undefined;
  return row.reasonNotGrantable;
}

/** The groups in which every word is found, each with the offers that were found. */
export function findOffers(groups: readonly OfferGroup[], search: string): OfferGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...groups];
  const matches = (group: OfferGroup, { operation, sentence, kind }: Offer): boolean => {
    const text = `${group.title} ${operation} ${sentence} ${kind}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return groups
    .map((group) => ({ ...group, offers: group.offers.filter((offer) => matches(group, offer)) }))
    .filter(({ offers }) => offers.length > 0);
}

// The words of the responsibility matrix: who answers for what. Plain data, with the field names of the wire and of
// responsibilities.yaml, so that one shape serves all three. A text that is not given is empty, never null.
import type { AccountRole } from "@remit/policy";

/** A column of the matrix: platform team, application team, and however many more an organisation has. */
export interface TeamKind {
  /** As in `owners` of a responsibility: lower-case letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** account: answers everywhere. namespaces: each team answers for the Namespaces that it owns. */
  readonly scope: TeamScope;
}

export type TeamScope = "account" | "namespaces";

export interface Category {
  readonly id: string;
  readonly title: string;
}

/** One row: something that somebody answers for. */
export interface Responsibility {
  /** Stable over renames; lower-case letters, digits and hyphens. */
  readonly id: string;
  /** Id of a category. Rows of one category stand in the order of the list. */
  readonly category: string;
  readonly name: string;
  readonly description: string;
  /** Kind of team → its part. A kind that is absent is not responsible. */
  readonly owners: Readonly<Record<string, Ownership>>;
  /** Name of a go-link, as "temporal-request"; empty when there is none. */
  readonly goLink: string;
  readonly links: readonly Link[];
  /** Names of evidence providers, and "attestation" where a person says so. Empty: nothing can show it. */
  readonly evidence: readonly string[];
  /** Kept in the file, not shown, and not counted: how a row of the template is left out. */
  readonly hidden: boolean;
}

export interface Ownership {
  readonly share: "responsible" | "shared";
  /** The side's part in words, for a shared row: "defaults", "customization". */
  readonly part: string;
  /** Id of the one team of this kind that answers; empty: every team of the kind, each at its own scope. */
  readonly team: string;
  /**
   * What the owner must be able to do, at its own scope: names of operations, or a level as "namespace:read",
   * "namespace:write", "namespace:admin", "project:<role>", which stands for all operations of that level.
   */
  readonly operations: readonly string[];
}

export interface Link {
  readonly title: string;
  readonly url: string;
}

/** "/go/<name>" leads to the url. */
export interface GoLink {
  readonly name: string;
  readonly url: string;
  readonly title: string;
}

/** A question of the decision framework: a yes leads to the teams of a kind. */
export interface FrameworkQuestion {
  readonly id: string;
  readonly question: string;
  /** Id of the kind of team that a yes leads to. */
  readonly kind: string;
  /** The fact that answers it without asking; "" when only a person can say. */
  readonly subject: "" | "several-namespaces" | "application" | "account-admin";
}

/** What everybody may hold without answering for anything. */
export interface Baseline {
  /** The account role that every principal must have; "" for none. */
  readonly floorRole: AccountRole | "";
}

/** How access and Namespaces are asked for. */
export interface RequestRules {
  /** Id of the responsibility whose owners decide requests for access. */
  readonly access: string;
  /** Id of the responsibility whose owners decide requests for Namespaces. */
  readonly namespaces: string;
  /** How many different people must approve: 1 or 2. */
  readonly approvals: number;
  /** Longest that temporary access may last, in hours. */
  readonly maxHours: number;
}

/** The matrix of an organisation, with all that is tailored together. */
export interface Matrix {
  readonly organization: string;
  readonly kinds: readonly TeamKind[];
  readonly categories: readonly Category[];
  readonly responsibilities: readonly Responsibility[];
  readonly framework: readonly FrameworkQuestion[];
  readonly goLinks: readonly GoLink[];
  readonly baseline: Baseline;
  readonly requests: RequestRules;
}

export interface Contacts {
  /** A chat channel, as "#temporal-platform". */
  readonly chat: string;
  readonly email: string;
  /** https link to who is on call. */
  readonly onCall: string;
  /** https link to the ticket form. */
  readonly ticket: string;
}

export interface WorkingHours {
  /** IANA name, as "Europe/Berlin"; empty: not given. */
  readonly timeZone: string;
  /** "mon" … "sun". */
  readonly days: readonly Weekday[];
  /** "09:00", local time. */
  readonly from: string;
  readonly to: string;
}

export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** What a team of a kind with scope "namespaces" owns: a Namespace that matches any of these. */
export interface Owned {
  /** Ids (name.account) or plain names, which then are names in this account. */
  readonly namespaces: readonly string[];
  /** Ids or display names of projects: all Namespaces in them. */
  readonly projects: readonly string[];
  readonly tags: readonly Tag[];
}

export interface Team {
  /** Lower-case letters, digits and hyphens. */
  readonly id: string;
  readonly name: string;
  /** Id of a kind of team. */
  readonly kind: string;
  readonly description: string;
  /** Ids or display names of the user groups whose members are the team. */
  readonly groups: readonly string[];
  /** Ids or names of service accounts that act for the team. */
  readonly serviceAccounts: readonly string[];
  readonly owns: Owned;
  readonly contacts: Contacts;
  /** Ids of teams, in the order in which to turn to them when this one does not answer. */
  readonly escalation: readonly string[];
  readonly workingHours: WorkingHours;
}

/** All that is said about responsibility: the content of responsibilities.yaml. */
export interface Model {
  readonly matrix: Matrix;
  readonly teams: readonly Team[];
}

// What is the case in an account, as far as responsibility asks. Gathered from the store by the server, and from any
// Cloud Ops API by clients; the same functions judge both. Times are Unix milliseconds.
import type { PolicyData } from "@remit/policy";
import type { Observed } from "./observed.ts";

/** A Namespace by both its names: `uid` is its id in `policy`, `id` the one on the wire. */
export interface NamespaceFact {
  readonly uid: string;
  /** name.account */
  readonly id: string;
  readonly project: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Null: not known to whoever gathered. */
  readonly settings: NamespaceSettings | null;
}

export interface NamespaceSettings {
  /** The codec server's endpoint; empty when none is set. */
  readonly codecEndpoint: string;
  /** Whether pages that decode pass who asks to it. */
  readonly codecCredentials: boolean;
  readonly retentionDays: number;
  readonly apiKeyAuth: boolean;
  readonly mtlsAuth: boolean;
  /** When the first of its accepted client CAs ends; null when there is none or it cannot be read. */
  readonly firstCaExpiresAt: number | null;
  /** From where it may be reached, rule by rule; none: from everywhere. */
  readonly connectivityRules: readonly ConnectivityKind[];
  readonly regions: readonly string[];
  readonly deleteProtection: boolean;
}

/** "changing": public, from addresses that no firewall can name. "unknown": of a kind that lets nobody in here. */
export type ConnectivityKind = "private" | "stable" | "changing" | "unknown";

export interface ProjectFact {
  readonly id: string;
  readonly displayName: string;
}

export interface KeyFact {
  readonly id: string;
  readonly name: string;
  /** Id of a principal in `policy`. */
  readonly ownerId: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly disabled: boolean;
  /** Null: never used. Undefined: not known to whoever gathered. */
  readonly lastUsedAt: number | null | undefined;
}

export interface ServiceAccountFact {
  readonly id: string;
  /** What it is bound to; "account" is to nothing narrower. The id is a Namespace's uid or a project's id. */
  readonly scope: "account" | "namespace" | "project";
  readonly scopeId: string;
}

/** Somebody who was invited and has not come yet, or is otherwise not a usual active user. */
export interface UserFact {
  readonly id: string;
  readonly email: string;
  readonly active: boolean;
}

export interface GroupFact {
  readonly id: string;
  readonly displayName: string;
  /** Only members of cloud groups can be changed here; the others come from an identity provider. */
  readonly kind: "cloud" | "google" | "scim";
}

export interface Facts {
  /** The time of judging. */
  readonly now: number;
  readonly policy: PolicyData;
  readonly namespaces: readonly NamespaceFact[];
  readonly projects: readonly ProjectFact[];
  readonly users: readonly UserFact[];
  readonly groups: readonly GroupFact[];
  readonly serviceAccounts: readonly ServiceAccountFact[];
  readonly keys: readonly KeyFact[];
  /** What was seen of the running platform; absent where nobody looked. */
  readonly observed?: Observed;
}

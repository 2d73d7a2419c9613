// Tables of what was last seen of the platform.
import type { Cost, ObservedCodec } from "@remit/responsibility";
import type { Generated } from "kysely";
import type { Json, Timestamp } from "./columns.ts";

/** What was last seen of a Namespace on its Temporal server. A part that is absent is not known. */
export interface SeenNamespace {
  /** Where its server disagrees with what was applied here, each in a phrase. */
  readonly differs?: readonly string[];
  readonly taskQueues?: readonly { readonly name: string; readonly pollers: number }[];
  readonly deployments?: readonly { readonly name: string; readonly currentBuild: string }[];
  /** What its codec server answered, and since when it has been so (ISO 8601). */
  readonly codec?: Omit<ObservedCodec, "since"> & { readonly since: string };
  /** What the gateways counted of it, and what it may use. */
  readonly load?: SeenLoad;
  /** Of the month so far; absent: not known, or no price list. */
  readonly cost?: Cost;
  readonly actions?: number;
  /** Task queue → when it was last seen to be polled, ISO 8601: no server remembers what nobody polls any more. */
  readonly polled: Readonly<Record<string, string>>;
}

/** Per second, in the busiest minute; and what was refused in the minute in which it was most. */
export interface Load {
  readonly requests: number;
  readonly actions: number;
  readonly refusedRequests: number;
  readonly refusedActions: number;
}

export interface SeenLoad {
  /** Per second; 0: none. Null until a gateway has told it. */
  readonly limits: { readonly requests: number | null; readonly actions: number };
  /** Requests that every Namespace without a capacity of its own may send, as a gateway told it last. */
  readonly requestsOfAll: number | null;
  /** By the hour (ISO 8601), of the last day. */
  readonly hours: Readonly<Record<string, Load>>;
}

export interface NamespaceObservationsTable {
  namespace_uid: string;
  seen: Json<SeenNamespace>;
  at: Timestamp;
}

/** How far the audit chain was verified; hashes in hex, times as ISO 8601. */
export interface SeenAccount {
  readonly chain: {
    readonly verified: { readonly seq: number; readonly hash: string };
    readonly again: { readonly seq: number; readonly hash: string };
    readonly until: string | null;
    readonly broken: { readonly seq: number; readonly problem: string } | null;
  };
  /** Of the month so far; absent: not known, or no price list. */
  readonly cost?: Cost;
  readonly actions?: number;
}

/** No row until somebody looked. */
export interface AccountObservationTable {
  singleton: Generated<boolean>;
  seen: Json<SeenAccount>;
  at: Timestamp;
}

/** The findings of the last look at the whole account; one that is gone is gone from here. */
export interface DriftFindingsTable {
  id: string;
  kind: string;
  risk: "high" | "medium" | "low";
  text: string;
  first_seen: Timestamp;
  last_seen: Timestamp;
  /** Whether somebody had acknowledged it when it was last seen. */
  accepted: Generated<boolean>;
}

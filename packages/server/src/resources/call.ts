// One authenticated call on its way through the resources, and what they all work with.
import type { DescMethodUnary, Message } from "@bufbuild/protobuf";
import type { Logger } from "pino";
import type { ProbeSink } from "../audit/delivery/open-sink.ts";
import type { Caller } from "../authenticate/api-key.ts";
import type { SessionBounds } from "../authenticate/session.ts";
import type { MethodRow } from "../authorize/methods.ts";
import type { Snapshots } from "../authorize/snapshots.ts";
import type { PolicyView } from "../authorize/view.ts";
import type { Notifier } from "../notify/notifier.ts";
import type { OpenObjectStore } from "../object-stores/destination.ts";
import type { Database } from "../store/database.ts";
import type { AskCodecServer } from "../temporal/codec-server.ts";
import type { ApiVersion } from "./api-version.ts";
import type { Billing } from "./billing.ts";
import type { Contacts } from "./contacts.ts";
import type { InTurn } from "./in-turn.ts";
import type { Limits } from "./limits.ts";
import type { NamespacesOnServer } from "./namespaces-on-server.ts";
import type { Region } from "./regions.ts";
import type { SecretBox } from "./secret-box.ts";

export interface Call {
  readonly method: DescMethodUnary;
  readonly row: MethodRow;
  readonly request: Message;
  /** Null for the few RPCs that carry their credential in the request. */
  readonly caller: Caller | null;
  /** The view that the call was authorized with. Writes decide again, with the view of their transaction. */
  readonly view: PolicyView;
  readonly apiVersion: ApiVersion;
  readonly requestId: string;
  /** The peer's address, with X-Forwarded-For before it only where a trusted proxy is configured. */
  readonly forwardedFor: string;
  readonly now: Date;
}

/** What holds of work on Temporal servers. */
export interface OperationBounds {
  /** How many may be under way at a time; 0 is no limit. */
  readonly atOnce: number;
  /** So long under way, one is stuck. */
  readonly stuckAfterMs: number;
}

/** What every resource function works with. Made once, in compose. */
export interface Deps {
  readonly database: Database;
  readonly snapshots: Snapshots;
  readonly limits: Limits;
  readonly operations: OperationBounds;
  /** The capacities that a Namespace may have provisioned, in units; none: any. */
  readonly capacityUnits: readonly number[];
  readonly sessions: SessionBounds;
  /** Whether one-time sign-in links work here. */
  readonly signInLinks: boolean;
  readonly regions: readonly Region[];
  readonly contacts: Contacts;
  readonly secrets: SecretBox;
  readonly notify: Notifier;
  readonly log: Logger;
  readonly now: () => Date;
  /** Addresses of this deployment, for links and endpoints; empty where there is none yet. */
  readonly addresses: { readonly console: string; readonly grpc: string; readonly mtls: string };
  /** For transactions that lock the access rules. */
  readonly inTurn: InTurn;
  /** An audit record was committed: chain it soon. */
  readonly audited: () => void;
  /** Writes down now which keys this process saw used, which it does now and then. Never throws. */
  readonly noteKeyUses: () => Promise<void>;
  readonly askCodecServer: AskCodecServer;
  readonly billing: Billing;
  /** Where exports go. */
  readonly openObjectStore: OpenObjectStore;
  /** Delivers an empty object to the place that a sink names. */
  readonly probeAuditSink: ProbeSink;
  /**
   * An operation that needs a Temporal server was committed: start it, and wait until it ends or `waitMs` passed.
   * Never throws: an operation that cannot be started now is picked up later.
   * "now": one that waits for its next attempt does not wait for it.
   */
  readonly startOperation: (uid: string, waitMs: number, when?: "now") => Promise<void>;
  readonly onServer: NamespacesOnServer;
  /** How many more custom search attributes of each type the server of a region can hold. */
  readonly searchAttributeRoom: (region: string) => Promise<Readonly<Record<string, number>> | null>;
}

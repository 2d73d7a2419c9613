// What a control plane is made of, as settings of plain values.

import type { Logger } from "pino";
import type { ConfiguredStream } from "../audit/delivery/configured-streams.ts";
import { defaultSinkOptions, type SinkOptions } from "../audit/delivery/sink-options.ts";
import type { RequestRates } from "../authenticate/limit-requests.ts";
import type { TemporalServer } from "../config/config.ts";
import type { GatewayInput } from "../gateway/options.ts";
import type { Endpoint, TlsEndpoint } from "../listen/ports.ts";
import type { NotifyOptions } from "../notify/notifier.ts";
import type { ObjectStoresOptions } from "../object-stores/destination.ts";
import type { ExportTimes } from "../operations/applier.ts";
import type { WatchOptions } from "../operations/watch-servers.ts";
import type { BillingOptions } from "../resources/billing.ts";
import type { Contact } from "../resources/contacts.ts";
import type { Limits } from "../resources/limits.ts";
import type { TransactionBounds } from "../store/bounded-transactions.ts";
import type { CodecServersOptions } from "../temporal/codec-server.ts";

export type StoreOptions =
  | ({
      readonly kind: "postgres";
      readonly url: string;
      readonly poolSize?: number;
      readonly schema?: string;
    } & Partial<TransactionBounds>)
  /** `directory` null keeps everything in memory, beginning with `image`, an empty database, where one is at hand. */
  | { readonly kind: "pglite"; readonly directory: string | null; readonly image?: Blob };

export interface ControlPlaneOptions {
  readonly store: StoreOptions;
  /** What this process does. Apart, with N of each, only on Postgres. */
  readonly roles: ReadonlySet<"api" | "operations" | "gateway">;
  readonly listen: {
    readonly plaintext: Endpoint | null;
    readonly tls: TlsEndpoint | null;
    /** Host names beside the loopback's by which clients may call. */
    readonly hostNames: readonly string[];
  };
  /** Absent or null: this process has no gateway, whatever its roles. */
  readonly gateway?: Pick<GatewayInput, "settings" | "issuers" | "identity"> | null;
  readonly temporal: {
    readonly servers: Readonly<Record<string, TemporalServer>>;
    /** Null or absent: no Namespace is failed over by itself. */
    readonly managedFailover?: WatchOptions | null;
  };
  readonly regions: readonly { readonly id: string; readonly server: string; readonly location?: string }[];
  /** At least 32 bytes, from outside the database. */
  readonly secretsKey: Uint8Array;
  readonly limits: Partial<Limits>;
  readonly contact: Contact;
  readonly ownerEmail: string;
  /** Where this deployment is reached; what is empty is where this process listens. */
  readonly addresses: { readonly console: string; readonly grpc: string; readonly mtls?: string };
  /** The capacities that a Namespace may have provisioned; the documented ones where it is left out. */
  readonly capacityUnits?: readonly number[];
  /** The console's files; null or absent: it is not served. */
  readonly consoleDirectory?: string | null;
  /** Whether one-time sign-in links work: in development only. */
  readonly signInLinks?: boolean;
  /** What the control plane takes of whom, and how much work at once; absent: as much as comes. */
  readonly requests?: RequestRates & { readonly operationsAtOnce: number };
  /** When work on a Temporal server counts as stuck. */
  readonly operations?: { readonly stuckAfterMinutes: number };
  /** How long somebody stays signed in to the console: without a call, and in all. */
  readonly session?: {
    readonly idleMinutes: number;
    readonly hours: number;
    /** In all, while the account restricts the lifetimes of sessions. */
    readonly restrictedHours?: number;
    readonly perPerson?: number;
  };
  /** Ways to tell people about requests; none: nobody is told. */
  readonly notify?: NotifyOptions;
  /** The clock; the system's where it is left out. */
  readonly now?: () => Date;
  /** How often the platform is looked at; 0: only when `observe` is called. */
  readonly drift: { readonly everyMinutes: number };
  /** How often closed histories are exported, 0 being never; how late visibility may be; how object stores are reached. */
  readonly exports?: Partial<ObjectStoresOptions> & Partial<ExportTimes>;
  /** Where audit records are sent besides being kept, and how the services behind sinks are reached. */
  readonly audit?: AuditDelivery;
  /** Codec servers that may be asked whether they answer; none where it is left out. */
  readonly codecServers?: CodecServersOptions;
  /** What use costs, and what it is to stay below; absent: nothing is told of cost. */
  readonly billing?: BillingOptions;
  /** How often servers are asked what is stored; 0 or absent: never. */
  readonly usage?: { readonly storageEveryMinutes: number };
  readonly log: Logger;
  /** Told the first key when the start fails after the account was made: nobody else will ever have it. */
  readonly keepFirstKey?: (key: string) => void;
}

export interface AuditDelivery {
  readonly streams: readonly ConfiguredStream[];
  readonly sinks: SinkOptions;
  /** How long a process may be silent before another one sends; 30 where it is left out. */
  readonly leaseSeconds?: number;
}

export const noDelivery: AuditDelivery = { streams: [], sinks: defaultSinkOptions };

export const clockOf = ({ now = () => new Date() }: ControlPlaneOptions): (() => Date) => now;

export const toExportTimes = ({ exports }: ControlPlaneOptions): ExportTimes => ({
  everyMinutes: exports?.everyMinutes ?? 0,
  lateMinutes: exports?.lateMinutes ?? 60,
});

// Tables of what is used, and of what is told of it.
import type { Generated } from "kysely";
import type { Json, Timestamp } from "./columns.ts";

/** What a Namespace used within an hour. */
export interface UsageHoursTable {
  hour: Timestamp;
  namespace_uid: string;
  /** As it was called when it was last counted. */
  namespace_id: string;
  /** Where it was when it was last counted; "" where it was gone by then. */
  project_id: string;
  actions: Generated<number>;
  active_byte_seconds: Generated<number>;
  retained_byte_seconds: Generated<number>;
  /** For how much of the hour storage is known. */
  storage_seconds: Generated<number>;
}

/** A process that counts actions. One that ends well takes its row along: what stands here and is old broke off. */
export interface UsageCountersTable {
  id: string;
  /** The last batch of counts that was added, so that none is added twice. */
  seq: number;
  /** By the database's clock. */
  seen_at: Timestamp;
}

/** A time in which it is not known how much a Namespace stored. */
export interface UsageGapsTable {
  id: string;
  namespace_uid: string;
  from_at: Timestamp;
  until_at: Timestamp;
}

/** What a Namespace held when its server was last asked. */
export interface StorageSamplesTable {
  namespace_uid: string;
  at: Timestamp;
  active_bytes: number;
  retained_bytes: number;
  open_workflows: number;
}

/** Requests of one gateway within one minute. */
export interface MinuteCounts {
  /** Per second and Namespace, over all gateways, and of a unit of a Namespace's own capacity; 0 is none. */
  readonly limits: {
    readonly requests: number;
    readonly actions: number;
    readonly unitRequests: number;
    readonly unitActions: number;
  };
  readonly namespaces: Readonly<Record<string, NamespaceMinute>>;
}

export interface NamespaceMinute {
  readonly actions: number;
  readonly throttledActions: number;
  /** Of its own capacity, as it was last; null: it has what every Namespace may use. */
  readonly units: number | null;
  /** By method: requests, those that ended with an error, those that the limits refused, and RESOURCE_EXHAUSTED of the server. */
  readonly methods: Readonly<Record<string, readonly [number, number, number, number]>>;
}

export interface GatewayMinutesTable {
  gateway_id: string;
  minute: Timestamp;
  counts: Json<MinuteCounts>;
}

/** When somebody last read the metrics; no row: never. */
export interface MetricsScrapeTable {
  singleton: Generated<boolean>;
  at: Timestamp;
}

export interface BillingReportsTable {
  id: string;
  state: "in-progress" | "generated" | "failed";
  /** temporal.api.cloud.billing.v1.BillingReportSpec, with the defaults filled in. */
  spec: Uint8Array;
  async_operation_id: string;
  requested_at: Timestamp;
  generated_at: Timestamp | null;
  csv_gzip: Uint8Array | null;
  /** Of the CSV, not of what is stored of it. */
  csv_bytes: Generated<number>;
}

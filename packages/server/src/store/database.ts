// The two engines behind one interface. A function that writes takes a `Tx`, so it cannot reach the pool:
// on PGlite, which is one connection, using the pool inside a transaction would wait for itself for ever.
import type { Kysely, Transaction } from "kysely";
import { Migrator } from "kysely/migration";
import * as first from "./migrations/0001-first.ts";
import * as responsibility from "./migrations/0002-responsibility.ts";
import * as requests from "./migrations/0003-requests.ts";
import * as observations from "./migrations/0004-observations.ts";
import * as acceptedFindings from "./migrations/0005-accepted-findings.ts";
import * as sessions from "./migrations/0006-sessions.ts";
import * as operationTimes from "./migrations/0007-operation-times.ts";
import * as gatewayKeys from "./migrations/0008-gateway-keys.ts";
import * as adoptedNamespaces from "./migrations/0009-adopted-namespaces.ts";
import * as serverHealth from "./migrations/0010-server-health.ts";
import * as exportSinks from "./migrations/0011-export-sinks.ts";
import * as auditStreams from "./migrations/0012-audit-streams.ts";
import * as usage from "./migrations/0013-usage.ts";
import * as operationAttempts from "./migrations/0014-operation-attempts.ts";
import * as namespaceOrder from "./migrations/0015-namespace-order.ts";
import * as madeNamespaces from "./migrations/0016-made-namespaces.ts";
import * as policyLock from "./migrations/0017-policy-lock.ts";
import type { Schema } from "./schema.ts";

/** Outside a transaction: reads only. */
export type Db = Kysely<Schema>;
/** Inside a transaction. */
export type Tx = Transaction<Schema>;
/** Reads work on either. */
export type Reader = Db | Tx;

export interface Database {
  readonly engine: "postgres" | "pglite";
  readonly db: Db;
  /** Calls `listener` after each commit that notified `channel`, from any process. Returns the way to stop. */
  listen(channel: string, listener: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Every migration by name, in order. */
export const migrations = {
  "0001-first": first,
  "0002-responsibility": responsibility,
  "0003-requests": requests,
  "0004-observations": observations,
  "0005-accepted-findings": acceptedFindings,
  "0006-sessions": sessions,
  "0007-operation-times": operationTimes,
  "0008-gateway-keys": gatewayKeys,
  "0009-adopted-namespaces": adoptedNamespaces,
  "0010-server-health": serverHealth,
  "0011-export-sinks": exportSinks,
  "0012-audit-streams": auditStreams,
  "0013-usage": usage,
  "0014-operation-attempts": operationAttempts,
  "0015-namespace-order": namespaceOrder,
  "0016-made-namespaces": madeNamespaces,
  "0017-policy-lock": policyLock,
};

/** Brings the schema up to date. Safe to run from several processes at once: the migrator takes a lock. */
export async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error("the database schema could not be brought up to date", { cause: error });
}

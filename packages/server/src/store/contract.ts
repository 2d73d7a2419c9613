// What every store promises, as one suite that each engine runs. What the layers above take for granted stands here:
// if a promise fails on one engine, that engine does not serve.
import { describeAuditStreams } from "./contract/audit-streams.ts";
import { describeConcurrency } from "./contract/concurrency.ts";
import { describeExportSinks } from "./contract/export-sinks.ts";
import { describeMigrations } from "./contract/migrations.ts";
import { describeNotifications } from "./contract/notifications.ts";
import { describeObservations } from "./contract/observations.ts";
import { describePages } from "./contract/pages.ts";
import { describeRequests } from "./contract/requests.ts";
import { describeServerHealth } from "./contract/server-health.ts";
import { describeSessions } from "./contract/sessions.ts";
import type { OpenStore } from "./contract/store-under-test.ts";
import { describeTransactions } from "./contract/transactions.ts";
import { describeUniqueness } from "./contract/uniqueness.ts";
import { describeValues } from "./contract/values.ts";
import { describeVersions } from "./contract/versions.ts";

export interface Engine {
  readonly name: string;
  /** "many": several transactions run at once, from several processes. */
  readonly connections: "one" | "many";
}

/** @param open gives a new, empty store at each call, or the reason why none can be had here */
export function describeStore({ name: engine, connections }: Engine, open: OpenStore): void {
  describeMigrations(engine, open);
  describeTransactions(engine, open);
  describeVersions(engine, open);
  describeUniqueness(engine, open);
  describeValues(engine, open);
  describePages(engine, open);
  describeNotifications(engine, open);
  describeRequests(engine, open);
  describeObservations(engine, open);
  describeSessions(engine, open);
  describeExportSinks(engine, open);
  describeAuditStreams(engine, open);
  describeServerHealth(engine, open);
  if (connections === "many") describeConcurrency(engine, open);
}

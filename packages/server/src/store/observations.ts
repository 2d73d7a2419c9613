// What was last seen of the running platform, one row for each Namespace and one for the account.
import { fromBinary } from "@bufbuild/protobuf";
import { AccountSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import type * as responsibility from "@remit/responsibility";
import { sql } from "kysely";
import { readAccount } from "./account.ts";
import { isHealthy, listStreamStates } from "./audit-streams.ts";
import type { Reader, Tx } from "./database.ts";
import { peakOf } from "./load.ts";
import { readLastScrape } from "./metrics-scrape.ts";
import { hourMs } from "./periods.ts";
import type { SeenAccount, SeenLoad, SeenNamespace } from "./schema/observations.ts";

/** What was seen longer ago is not known any more. */
const staleMs = hourMs;

/** What the settings say stands beside what was seen; all that nobody looks at is absent. */
export async function readObserved(reader: Reader, now: Date): Promise<responsibility.Observed> {
  const since = new Date(now.getTime() - staleMs);
  const rows = await reader.selectFrom("namespace_observations").selectAll().where("at", ">=", since).execute();
  const account = await reader
    .selectFrom("account_observation")
    .selectAll()
    .where("at", ">=", since)
    .executeTakeFirst();
  return {
    metrics: {
      enabled: fromBinary(AccountSpecSchema, (await readAccount(reader)).spec).metrics !== undefined,
      lastScrapedAt: (await readLastScrape(reader))?.getTime() ?? null,
    },
    ...(account && {
      audit: { ...toAudit(account.seen), sinks: await readSinks(reader, now) },
      ...toAccountCost(account.seen),
    }),
    namespaces: new Map(rows.map(({ namespace_uid, seen }) => [namespace_uid, toObservedNamespace(seen)])),
  };
}

/** How it goes now: delivery keeps it up to date by itself. What is not enabled is no place that records are sent to. */
async function readSinks(reader: Reader, now: Date): Promise<{ name: string; healthy: boolean }[]> {
  const enabled = (await listStreamStates(reader)).filter((state) => state.enabled);
  return enabled.map((state) => ({ name: state.name, healthy: isHealthy(state, now) }));
}

const toAudit = ({ chain: { until, broken } }: SeenAccount): Omit<responsibility.ObservedAudit, "sinks"> => ({
  verifiedUntil: until === null ? null : Date.parse(until),
  broken: broken !== null,
});

const toAccountCost = ({ cost, actions }: SeenAccount): Partial<responsibility.Observed> => ({
  ...(cost && { accountCost: cost }),
  ...(actions !== undefined && { accountActions: actions }),
});

const toObservedNamespace = ({
  differs,
  taskQueues,
  deployments,
  codec,
  load,
  cost,
  actions,
}: SeenNamespace): responsibility.ObservedNamespace => ({
  ...(differs && { differs }),
  ...(taskQueues && { taskQueues }),
  ...(deployments && { deployments }),
  ...(codec && { codec: { ...codec, since: Date.parse(codec.since) } }),
  ...(load && toUse(load)),
  ...(cost && { cost }),
  ...(actions !== undefined && { actions }),
});

function toUse(load: SeenLoad): Pick<responsibility.ObservedNamespace, "rate" | "capacity"> {
  const { requests, actions, refusedRequests, refusedActions } = peakOf(load);
  return {
    capacity: { limit: load.limits.actions, peak: actions, refused: refusedActions },
    ...(load.limits.requests !== null && {
      rate: { limit: load.limits.requests, peak: requests, refused: refusedRequests },
    }),
  };
}

/**
 * A look that began earlier and ended later must not take the place of a newer one. One that is in the future by more
 * than a look can last was made by a clock that went wrong.
 */
const isNewer = (table: string) =>
  sql`${sql.ref(`${table}.at`)} <= excluded.at OR ${sql.ref(`${table}.at`)} > excluded.at + interval '15 minutes'`;

/** Of any age. */
export async function readSeenNamespaces(reader: Reader): Promise<Map<string, { seen: SeenNamespace; at: Date }>> {
  const rows = await reader.selectFrom("namespace_observations").selectAll().execute();
  return new Map(rows.map(({ namespace_uid, seen, at }) => [namespace_uid, { seen, at }]));
}

/** Does nothing for a Namespace that was deleted meanwhile, and nothing when a later look was kept already. */
export async function saveSeenNamespace(reader: Reader, uid: string, seen: SeenNamespace, at: Date): Promise<void> {
  await sql`INSERT INTO namespace_observations (namespace_uid, seen, at)
    SELECT uid, ${JSON.stringify(seen)}::jsonb, ${at} FROM namespaces WHERE uid = ${uid} FOR KEY SHARE
    ON CONFLICT (namespace_uid) DO UPDATE SET seen = excluded.seen, at = excluded.at
    WHERE ${isNewer("namespace_observations")}`.execute(reader);
}

/** Its server has just been brought to what was applied: what a look saw before says nothing any more. */
export async function forgetDifferences(tx: Tx, uid: string): Promise<void> {
  await sql`UPDATE namespace_observations SET seen = seen - 'differs' WHERE namespace_uid = ${uid}`.execute(tx);
}

/** Of any age. */
export const readSeenAccount = async (reader: Reader): Promise<SeenAccount | null> =>
  (await reader.selectFrom("account_observation").select("seen").executeTakeFirst())?.seen ?? null;

/** False, and nothing is kept, when a later look was kept already. Until the transaction ends nobody else keeps one. */
export async function saveSeenAccount(tx: Tx, seen: SeenAccount, at: Date): Promise<boolean> {
  const { rows } = await sql`INSERT INTO account_observation (seen, at) VALUES (${JSON.stringify(seen)}::jsonb, ${at})
    ON CONFLICT (singleton) DO UPDATE SET seen = excluded.seen, at = excluded.at
    WHERE ${isNewer("account_observation")} RETURNING at`.execute(tx);
  return rows.length > 0;
}

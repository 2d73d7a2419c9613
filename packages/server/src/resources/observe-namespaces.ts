// What the Temporal servers tell of every Namespace, a few at a time, those that were looked at longest ago first.
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { isAsRead, type NamespaceToFind, readNamespacesToObserve } from "../store/namespaces.ts";
import { readNexusTargets } from "../store/nexus-endpoints.ts";
import { readSeenNamespaces, saveSeenNamespace } from "../store/observations.ts";
import { dayMs } from "../store/periods.ts";
import type { SeenNamespace } from "../store/schema/observations.ts";
import type { Deps } from "./call.ts";
import { createCodecLook } from "./observe-codec.ts";
import type { CostsOfMonth } from "./observe-costs.ts";
import { readLoads } from "./observe-load.ts";

/**
 * Looks at one Namespace, with the task queues that are known to be there. What cannot be known is absent.
 * @throws RemitError UNAVAILABLE when its server does not answer
 */
export type LookAtNamespace = (
  namespace: NamespaceToFind,
  knownQueues: readonly string[],
  now: Date,
) => Promise<Omit<SeenNamespace, "polled" | "codec" | "load" | "cost" | "actions">>;

export interface ObserveNamespacesDeps extends Pick<Deps, "database" | "log" | "limits" | "askCodecServer"> {
  readonly lookAtNamespace: LookAtNamespace;
}

const parallel = 4;
/** One pass ends before the next one is due; who was not reached comes first then. */
const passMs = 240_000;
/** A queue that nobody has polled for so long, and that nothing runs on, was given up and is not missed. */
const rememberedMs = 7 * dayMs;
/** A Namespace that has more was given a name for each execution; remembering them is of no use. */
const mostRemembered = 100;

const onServer: readonly number[] = [ResourceState.ACTIVE, ResourceState.UPDATING];

/** @param costs of the month so far; null: nothing is known of them */
export async function observeNamespaces(
  { database, log, limits, lookAtNamespace, askCodecServer }: ObserveNamespacesDeps,
  now: Date,
  costs: CostsOfMonth | null = null,
): Promise<void> {
  const { db } = database;
  const end = Date.now() + passMs;
  const seenBefore = await readSeenNamespaces(db);
  const targets = await readNexusTargets(db);
  const age = ({ uid }: NamespaceToFind) => seenBefore.get(uid)?.at.getTime() ?? 0;
  const waiting = (await readNamespacesToObserve(db))
    .filter(({ state }) => onServer.includes(state))
    .sort((a, b) => age(a) - age(b));
  /** Regions whose server does not answer: nobody waits for it a thousand times. */
  const away = new Set<string>();
  const lookAtCodec = createCodecLook(askCodecServer);
  const lookAtLoad = await readLoads(db, limits, now);
  const work = async (): Promise<void> => {
    for (let row = waiting.shift(); row !== undefined && Date.now() < end; row = waiting.shift()) {
      if (away.has(row.active_region)) continue;
      const { polled = {}, codec: codecBefore, load: loadBefore } = seenBefore.get(row.uid)?.seen ?? {};
      const known = [...Object.keys(polled), ...(targets.get(row.uid) ?? [])];
      const seen = await lookAtNamespace(row, known, now).catch((error: unknown) => {
        away.add(row.active_region);
        log.info(
          { err: error, region: row.active_region },
          "Namespaces could not be looked at; it will be tried again",
        );
        return null;
      });
      if (seen === null) continue;
      const { differs, ...rest } = seen;
      // A row that changed since it was read was compared with what it no longer says.
      const isSure = differs !== undefined && (differs.length === 0 || (await isAsRead(db, row)));
      const codec = await lookAtCodec(row, codecBefore, now);
      const load = lookAtLoad(row, loadBefore);
      const kept = {
        ...rest,
        ...(isSure && { differs }),
        ...(codec && { codec }),
        ...(load && { load }),
        ...costs?.of(row.id),
        polled: remember(polled, seen, now),
      };
      await saveSeenNamespace(db, row.uid, kept, now);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
}

function remember(
  before: SeenNamespace["polled"],
  { taskQueues = [] }: Pick<SeenNamespace, "taskQueues">,
  now: Date,
): SeenNamespace["polled"] {
  const polledNow = taskQueues.flatMap(({ name, pollers }) =>
    pollers > 0 ? [[name, now.toISOString()] as const] : [],
  );
  const all = [...new Map([...Object.entries(before), ...polledNow])];
  return Object.fromEntries(
    all
      .filter(([, at]) => now.getTime() - Date.parse(at) < rememberedMs)
      .sort(([, a], [, b]) => (a < b ? 1 : -1))
      .slice(0, mostRemembered),
  );
}

// How much of what it may use a Namespace uses, from what the gateways counted minute by minute. They keep minutes for a
// quarter of an hour only, so the busiest of each hour is remembered here, for a day.
import { fromBinary } from "@bufbuild/protobuf";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { Reader } from "../store/database.ts";
import { readMinutes } from "../store/gateway-minutes.ts";
import { isAnyRunning } from "../store/gateways.ts";
import { addLoads, greaterLoad } from "../store/load.ts";
import { hourMs, startOf } from "../store/periods.ts";
import type { Load, SeenLoad } from "../store/schema/observations.ts";
import type { MinuteCounts, NamespaceMinute } from "../store/schema/usage.ts";
import { limitOf } from "../wire/rate-limit.ts";
import type { Limits } from "./limits.ts";
import { actionsPerSecondOf, unitsOf } from "./namespace-capacity.ts";

/** Undefined: no gateway runs, and none has counted lately. */
export type LookAtLoad = (
  namespace: { readonly id: string; readonly spec: Uint8Array },
  before: SeenLoad | undefined,
) => SeenLoad | undefined;

type Kept = { readonly minute: Date; readonly counts: MinuteCounts };

const rememberedMs = 24 * hourMs;

export async function readLoads(reader: Reader, limits: Limits, now: Date): Promise<LookAtLoad> {
  const minutes = await readMinutes(reader);
  if (minutes.length === 0 && !(await isAnyRunning(reader, "gateway"))) return () => undefined;
  return createLoadLook(minutes, limits, now);
}

/** @param minutes of all gateways, by time */
export function createLoadLook(minutes: readonly Kept[], limits: Limits, now: Date): LookAtLoad {
  const busiest = findBusiest(minutes);
  const told = minutes.at(-1)?.counts.limits.requests;
  return ({ id, spec }, before) => {
    const { capacitySpec } = fromBinary(NamespaceSpecSchema, spec);
    const requestsOfAll = told ?? before?.requestsOfAll ?? null;
    const requests = limitOf(unitsOf(capacitySpec), requestsOfAll, limits.requestsPerSecondPerCapacityUnit);
    const hours = new Map(Object.entries(before?.hours ?? {}));
    for (const [hour, load] of busiest.get(id) ?? []) hours.set(hour, greaterLoad(hours.get(hour), load));
    return {
      limits: { requests, actions: actionsPerSecondOf(capacitySpec, limits) },
      requestsOfAll,
      hours: Object.fromEntries([...hours].filter(([hour]) => now.getTime() - Date.parse(hour) < rememberedMs)),
    };
  };
}

/** Namespace → hour → its busiest minute. What several gateways counted in one minute adds up. */
function findBusiest(minutes: readonly Kept[]): Map<string, Map<string, Load>> {
  const ofMinute = new Map<string, Map<number, Load>>();
  for (const { minute, counts } of minutes) {
    for (const [id, counted] of Object.entries(counts.namespaces)) {
      const loads = ofMinute.get(id) ?? new Map<number, Load>();
      ofMinute.set(id, loads.set(minute.getTime(), addLoads(loads.get(minute.getTime()), toLoad(counted))));
    }
  }
  return new Map(
    [...ofMinute].map(([id, loads]) => {
      const hours = new Map<string, Load>();
      for (const [minute, load] of loads) {
        const hour = startOf("hour", new Date(minute)).toISOString();
        hours.set(hour, greaterLoad(hours.get(hour), load));
      }
      return [id, hours];
    }),
  );
}

/** What the server itself had too much of was refused by a limit, too. */
function toLoad({ actions, throttledActions, methods }: NamespaceMinute): Load {
  const all = Object.values(methods);
  const sum = (of: (counts: NamespaceMinute["methods"][string]) => number): number =>
    all.reduce((total, counts) => total + of(counts), 0);
  return {
    requests: sum(([requests]) => requests) / 60,
    actions: actions / 60,
    refusedRequests: sum(([, , throttled, exhausted]) => throttled + exhausted),
    refusedActions: throttledActions,
  };
}

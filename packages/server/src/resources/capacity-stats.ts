// How much of its capacity a Namespace has used lately, from what gateways counted by the hour.
import { hourMs, startOf } from "../store/periods.ts";
import { readActionsByHour } from "../store/usage.ts";
import type { Deps } from "./call.ts";

/** Actions per second. */
export interface ActionRates {
  readonly mean: number;
  readonly p90: number;
  readonly p99: number;
}

const hoursBack = 7 * 24;

/**
 * Of the whole hours of the last seven days, as far as the Namespace has existed; undefined where nothing was counted.
 * An hour is told by its mean: what was used within a second of it, nobody keeps.
 */
export async function readActionRates(
  { database }: Pick<Deps, "database">,
  { uid, created_at: madeAt }: { readonly uid: string; readonly created_at: Date },
  now: Date,
): Promise<ActionRates | undefined> {
  const until = startOf("hour", now).getTime();
  const from = Math.max(until - hoursBack * hourMs, startOf("hour", madeAt).getTime());
  const counted = await readActionsByHour(database.db, uid, new Date(from), new Date(until));
  return counted.length === 0 ? undefined : toRates(counted, (until - from) / hourMs);
}

/** @param counted actions of the hours that have any, of `hours` in all */
export function toRates(counted: readonly number[], hours: number): ActionRates {
  const idle = Array.from({ length: Math.max(0, hours - counted.length) }, () => 0);
  const perSecond = [...idle, ...counted].map((actions) => actions / 3_600).sort((a, b) => a - b);
  const at = (share: number): number => perSecond[Math.ceil(perSecond.length * share) - 1] ?? 0;
  const mean = perSecond.reduce((sum, rate) => sum + rate, 0) / perSecond.length;
  return { mean, p90: at(0.9), p99: at(0.99) };
}

// How much of something limited is used: the same thresholds wherever there is a limit.
import type { Use } from "../observed.ts";
import { countThings, type Sight } from "./look.ts";

/** From here on more should be asked for. */
const much = 0.8;

/** Unknown when there is no limit to compare with. */
export function judgeUse(peak: number, limit: number, what: string): NonNullable<Sight> {
  if (!(limit > 0) || !(peak >= 0)) return { state: "unknown", seen: `has no ${what} to compare with` };
  const used = peak / limit;
  const seen = `has used ${Math.round(used * 100)} % of its ${what}`;
  if (used >= 1) return { state: "red", seen };
  return { state: used >= much ? "amber" : "green", seen };
}

/** What was refused was too much, however little was let through within the minute. */
export function judgeLimited({ limit, peak, refused }: Use, what: string, things: string): NonNullable<Sight> {
  if (refused === 0) return judgeUse(peak, limit, what);
  return { state: "red", seen: `was refused ${countThings(refused, things)} in one minute by its ${what}` };
}

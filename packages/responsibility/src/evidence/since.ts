// Since when a row is what it is. Judging knows only now, so whoever keeps the last answer merges it in.
import type { EvidenceState } from "../evidence.ts";
import type { RowJudgement } from "./judge-row.ts";

export interface StateSince {
  readonly state: EvidenceState;
  /** Unix milliseconds. */
  readonly since: number;
}

/** By id of the responsibility: the earlier time where the state is as it was, else now. What is gone is left out. */
export function mergeSince(
  previous: ReadonlyMap<string, StateSince>,
  current: readonly Pick<RowJudgement, "responsibility" | "state">[],
  now: number,
): Map<string, StateSince> {
  return new Map(
    current.map(({ responsibility, state }) => {
      const before = previous.get(responsibility);
      return [responsibility, before?.state === state ? before : { state, since: now }];
    }),
  );
}

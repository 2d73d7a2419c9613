// The chain verified bit by bit, as often as somebody looks: what was added since the last look, and one stretch of what
// was verified before, round and round, since records can be changed long after they were verified. A break stays until
// the place where it was met holds again.
import type { Reader } from "../store/database.ts";
import { type ChainBreak, type ChainPlace, chainBegin, checkEnd, readHead, walkChain } from "./chain.ts";

/** What was verified up to now, from one look to the next. */
export interface ChainWatch {
  /** Everything up to here was verified, piece by piece. */
  readonly verified: ChainPlace;
  /** Everything up to here was verified again in this round. */
  readonly again: ChainPlace;
  /** No break up to then, by the time of the records, or of the look that reached the end; null: nothing was verified. */
  readonly until: Date | null;
  readonly broken: ChainBreak | null;
}

export const chainUnwatched: ChainWatch = { verified: chainBegin, again: chainBegin, until: null, broken: null };

/** Records that one look recomputes at most, of the new ones and of the old ones each: some seconds of work. */
const defaultStretch = 50_000;

export async function watchChain(
  reader: Reader,
  before: ChainWatch,
  now: Date,
  stretch = defaultStretch,
): Promise<ChainWatch> {
  const head = await readHead(reader);
  // The verified part is older than the head in the same store, so a shorter chain was cut.
  if (head.seq < before.verified.seq) {
    return { ...before, broken: { seq: head.seq + 1, problem: "records are missing at the end" } };
  }
  const round = before.again.seq >= before.verified.seq ? chainBegin : before.again;
  const old = await walkChain(reader, round, Math.min(round.seq + stretch, before.verified.seq));
  const added = await walkChain(reader, before.verified, Math.min(before.verified.seq + stretch, head.seq));
  const ended = added.at.seq === head.seq;
  const broken = old.broken ?? added.broken ?? (ended ? await checkEnd(reader, head, added.at) : null);
  return {
    verified: added.at,
    again: old.at,
    until: broken !== null ? before.until : ended ? now : (added.emitTime ?? before.until),
    broken,
  };
}

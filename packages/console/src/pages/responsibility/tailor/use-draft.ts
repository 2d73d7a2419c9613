// The matrix as somebody tailors it: what it was when they began, and what they made of it. Nothing typed is lost when
// somebody else saves meanwhile: their changes are taken in beneath.
import { type Conflict, type Matrix, mergeMatrix } from "@remit/responsibility";
import { useCallback, useState } from "react";
import type { StoredMatrix } from "../../../data/matrix.ts";
import type { Edit } from "./edits.ts";
import { takeField } from "./take-field.ts";

export interface Draft {
  readonly base: StoredMatrix;
  readonly matrix: Matrix;
  readonly isChanged: boolean;
  /** Set after somebody else's changes were taken in. */
  readonly taken: Taken | null;
  readonly edit: (edit: Edit) => void;
  /** Everything as it is stored. */
  readonly discard: () => void;
  readonly takeIn: (theirs: StoredMatrix) => void;
  /** Which side stands in one conflict. */
  readonly settle: (conflict: Conflict, side: Side) => void;
}

export type Side = "mine" | "theirs";

export interface Taken {
  /** What was stored before and after the other's save. */
  readonly before: Matrix;
  readonly theirs: Matrix;
  /** As it was before theirs came in. */
  readonly mine: Matrix;
  readonly conflicts: readonly Conflict[];
  readonly settled: ReadonlyMap<string, Side>;
}

export const conflictKey = ({ what, id, field }: Conflict): string => JSON.stringify([what, id, field]);

type State = Pick<Draft, "base" | "matrix" | "taken">;

export function useDraft(stored: StoredMatrix): Draft {
  const [state, setState] = useState<State>({ base: stored, matrix: stored.matrix, taken: null });
  return {
    ...state,
    isChanged: state.matrix !== state.base.matrix,
    edit: useCallback((change: Edit) => setState((now) => ({ ...now, matrix: change(now.matrix) })), []),
    discard: useCallback(() => setState(({ base }) => ({ base, matrix: base.matrix, taken: null })), []),
    takeIn: useCallback((theirs: StoredMatrix) => setState((now) => mergeIn(now, theirs)), []),
    settle: useCallback((conflict: Conflict, side: Side) => setState((now) => settle(now, conflict, side)), []),
  };
}

function mergeIn({ base, matrix }: State, theirs: StoredMatrix): State {
  const { merged, conflicts } = mergeMatrix(base.matrix, matrix, theirs.matrix);
  const taken = { before: base.matrix, theirs: theirs.matrix, mine: matrix, conflicts, settled: new Map() };
  return { base: theirs, matrix: merged, taken };
}

function settle(now: State, conflict: Conflict, side: Side): State {
  if (now.taken === null) return now;
  const settled = new Map([...now.taken.settled, [conflictKey(conflict), side] as const]);
  const matrix = takeField(now.taken[side], conflict)(now.matrix);
  return { ...now, matrix, taken: { ...now.taken, settled } };
}

// What can still be done about an operation, as it stands.
import type { AttemptRow } from "../store/operation-attempts.ts";
import { isTerminal, type OperationRow } from "../store/operations.ts";
import { cancellations } from "./cancellations.ts";

type Standing = Pick<OperationRow, "state" | "rpc" | "needs_temporal" | "attempts" | "created_at">;

/** Between attempts, or before the first: nothing is being done on a server now. */
const isResting = ({ attempts }: Standing, failed: readonly AttemptRow[]): boolean =>
  attempts === 0 || failed.at(-1)?.number === attempts;

/** Why it cannot be taken back; null: it can. */
export function whyNotCancellable(operation: Standing, failed: readonly AttemptRow[]): string | null {
  if (isTerminal(operation.state)) return `the operation has ended: ${operation.state}`;
  const kind = cancellations[operation.rpc];
  if (kind === undefined || !operation.needs_temporal) return `${operation.rpc} cannot be cancelled`;
  if (operation.attempts === 0) return null;
  if (!kind.onceBegun) return "it has begun on the Temporal server, and what was deleted there cannot be brought back";
  if (!isResting(operation, failed))
    return "it is being carried out at this moment; cancel it once the attempt has come to nothing";
  return null;
}

/** Why it cannot be tried again now; null: it can. */
export function whyNotRetried(operation: Standing, failed: readonly AttemptRow[]): string | null {
  if (isTerminal(operation.state)) return `the operation has ended: ${operation.state}; repeat the change itself`;
  if (!operation.needs_temporal) return "the operation waits for no Temporal server";
  if (!isResting(operation, failed)) return "it is being carried out at this moment";
  return null;
}

export const isStuck = ({ state, created_at }: Standing, stuckAfterMs: number, now: Date): boolean =>
  !isTerminal(state) && now.getTime() - created_at.getTime() >= stuckAfterMs;

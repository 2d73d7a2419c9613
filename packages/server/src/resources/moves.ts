// What every move between projects asks before it moves anything.
import { failedPrecondition, invalidField, nothingToChange, quote } from "../errors.ts";
import { requireVersion } from "./checks.ts";
import type { Mutation } from "./mutation.ts";
import { requireProject } from "./projects.ts";

interface Move {
  readonly destinationProjectId: string;
  readonly expectedSourceProjectId: string;
  readonly resourceVersion: string;
}

/** Before anything is looked up; a destination that is not named was refused with the right to create there. */
export function requireValidMove({ expectedSourceProjectId }: Pick<Move, "expectedSourceProjectId">): void {
  if (expectedSourceProjectId === "") throw invalidField("expected_source_project_id", "is required");
}

/**
 * A thing that is no longer where the caller saw it is not the caller's to move: rights may have come and gone with it.
 * @throws RemitError VERSION_MISMATCH, FAILED_PRECONDITION, NOTHING_TO_CHANGE, NOT_FOUND
 */
export async function requireMove(
  { tx }: Mutation,
  what: string,
  row: { readonly project_id: string; readonly version: number },
  move: Move,
): Promise<void> {
  requireVersion(what, row.version, move.resourceVersion);
  if (row.project_id !== move.expectedSourceProjectId) {
    const expected = quote(move.expectedSourceProjectId);
    throw failedPrecondition(
      `expected_source_project_id: the ${what} is not in project ${expected}; read it again and repeat the move`,
    );
  }
  if (row.project_id === move.destinationProjectId) throw nothingToChange(`the project of the ${what}`);
  await requireProject(tx, move.destinationProjectId);
}

// What the steps hand on.
import type { CloudCaller } from "../first-custom-role/cloud.ts";
import type { Connection } from "../first-custom-role/connection.ts";

export type Say = (line: string) => void;

/** Whatever was made is removed at the end, also when a step fails. */
export interface Stage {
  readonly connection: Connection;
  readonly owner: CloudCaller;
  readonly say: Say;
  readonly leftovers: AsyncDisposableStack;
}

/** An answer that is not the expected one ends the story. */
export function expect(isSo: boolean, complaint: string): asserts isSo {
  if (!isSo) throw new Error(complaint);
}

// The model for other programs, with the field names of the file and of the wire.
import type { Model } from "../model.ts";
import { withoutHidden } from "./visible.ts";

/** An object with "matrix" and "teams", indented, without hidden rows. */
export const toJson = ({ matrix, teams }: Model): string =>
  `${JSON.stringify({ matrix: withoutHidden(matrix), teams }, null, 2)}\n`;

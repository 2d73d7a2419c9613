// What is said about responsibility, as the store has it: the matrix, or the template until it is tailored, and teams.
import { fromBinary } from "@bufbuild/protobuf";
import { MatrixSpecSchema, TeamSpecSchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import {
  checkMatrix,
  checkTeam,
  type Matrix,
  type Model,
  type Problem,
  type Team,
  template,
} from "@remit/responsibility";
import { invalidField } from "../errors.ts";
import type { Reader } from "../store/database.ts";
import { type MatrixRow, readMatrix } from "../store/matrix.ts";
import { readTeams, type TeamRow } from "../store/teams.ts";

export const toMatrix = (row: MatrixRow | undefined): Matrix =>
  row === undefined ? template : checkMatrix(fromBinary(MatrixSpecSchema, row.spec)).matrix;

/** What was stored passed the checks of its time; what a later version finds wrong is shown, not refused. */
export const toTeam = (row: TeamRow, matrix: Matrix): Team =>
  checkTeam(row.id, fromBinary(TeamSpecSchema, row.spec), matrix).team;

export async function readModel(reader: Reader): Promise<Model> {
  const matrix = toMatrix(await readMatrix(reader));
  const rows = await readTeams(reader);
  return { matrix, teams: rows.map((row) => toTeam(row, matrix)) };
}

/** The first problem, as the field of the request that it is about. @throws RemitError INVALID_FIELD */
export function requireNoProblem(problems: readonly Problem[], root: string): void {
  const [first] = problems;
  if (first !== undefined) throw invalidField(toField(root, first.path), first.message);
}

/** ["goLinks", 2, "url"] → spec.go_links[2].url */
function toField(root: string, path: Problem["path"]): string {
  return path.reduce<string>(
    (field, part) => (typeof part === "number" ? `${field}[${part}]` : `${field}.${toSnake(part)}`),
    root,
  );
}

const toSnake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

// What a file means, once everything in it is right.
import { checkMatrix, checkModel, checkTeam, type Model, type Path, type Problem } from "@remit/responsibility";
import type { ParsedFile } from "./parse-file.ts";

type Teams = NonNullable<ParsedFile["input"]["teams"]>;

/** A team as it stands in the file. */
interface Entry {
  readonly id: string;
  readonly content: Parameters<typeof checkTeam>[1];
  readonly path: Path;
}

export interface FileModel extends Model {
  /** Whether the file says anything about it; what it leaves out is that of `otherwise`. */
  readonly hasMatrix: boolean;
  readonly hasTeams: boolean;
}

/** @throws UsageError with everything that is wrong, at its place */
export function checkFile({ input, refuse }: ParsedFile, otherwise: Model): FileModel {
  const matrix = input.matrix === undefined ? null : checkMatrix(input.matrix);
  const wanted = matrix?.matrix ?? otherwise.matrix;
  const entries = input.teams === undefined ? [] : listEntries(input.teams);
  const teams = entries.map((entry) => ({ entry, ...checkTeam(entry.id, entry.content, wanted) }));
  const problems: Problem[] = [
    ...(matrix?.problems ?? []).map(({ path, message }) => ({ path: ["matrix", ...path], message })),
    ...teams.flatMap((team) => team.problems.map(({ path, message }) => ({ path: locate(team.entry, path), message }))),
  ];
  if (problems.length > 0) refuse(problems);
  const model = { matrix: wanted, teams: input.teams === undefined ? otherwise.teams : teams.map(({ team }) => team) };
  const between = checkModel(model).map(({ path, message }) => ({ path: relocate(path, entries), message }));
  if (between.length > 0) refuse(between);
  return { ...model, hasMatrix: matrix !== null, hasTeams: input.teams !== undefined };
}

const listEntries = (teams: Teams): Entry[] =>
  Array.isArray(teams)
    ? teams.map(({ id, ...content }, index) => ({ id, content, path: ["teams", index] }))
    : Object.entries(teams).map(([id, content]) => ({ id, content, path: ["teams", id] }));

/** The id of a team in a map is its key. */
function locate({ path }: Entry, below: Path): Path {
  return below[0] === "id" && typeof path[1] === "string" ? path : [...path, ...below];
}

/** Problems among teams count them; in a file they may stand by id. */
function relocate(path: Path, entries: readonly Entry[]): Path {
  const [top, index, ...below] = path;
  const entry = top === "teams" && typeof index === "number" ? entries[index] : undefined;
  return entry === undefined ? path : locate(entry, below);
}

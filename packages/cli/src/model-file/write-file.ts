// The model as responsibilities.yaml: without what is empty, in the order in which people read it.
import type { Matrix, Model, Team } from "@remit/responsibility";
import { stringify } from "yaml";

/** Where the schema lies, seen from the root of a clone. */
const schemaLine = "# yaml-language-server: $schema=docs/responsibilities.schema.json\n";

/** What `plan` and `apply` take; read again it means the same. */
export function writeModelFile({ matrix, teams }: Model): string {
  return `${schemaLine}${print({ matrix: writeMatrix(matrix), teams: Object.fromEntries(teams.map(writeTeam)) })}`;
}

/** The matrix alone, to be tailored. */
export const writeMatrixFile = (matrix: Matrix): string => `${schemaLine}${print({ matrix: writeMatrix(matrix) })}`;

const print = (value: unknown): string => stringify(value, { lineWidth: 110, aliasDuplicateObjects: false });

const writeMatrix = (matrix: Matrix): unknown => ({
  organization: matrix.organization,
  kinds: matrix.kinds.map(withoutEmpty),
  categories: matrix.categories,
  responsibilities: matrix.responsibilities.map((row) => withoutEmpty({ ...row, hidden: row.hidden || "" })),
  framework: matrix.framework.map(withoutEmpty),
  goLinks: matrix.goLinks.map(withoutEmpty),
  baseline: matrix.baseline,
  requests: matrix.requests,
});

const writeTeam = ({ id, ...team }: Team): [id: string, team: unknown] => [id, withoutEmpty(team)];

/** Empty texts, lists and maps mean the same as nothing, in every part of the model but a tag's value. */
function withoutEmpty(value: object): object {
  const entries = Object.entries(value).map(([key, part]) => [key, prune(part)] as const);
  return Object.fromEntries(entries.filter(([, part]) => !isEmpty(part)));
}

function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prune);
  return typeof value === "object" && value !== null ? withoutEmpty(value) : value;
}

function isEmpty(value: unknown): boolean {
  if (value === "") return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

// Which rows the board shows.
import { kindTitle, listVisible, type Model, type VisibleCategory, type VisibleRow } from "@remit/responsibility";
import { type RowEvidence, toEvidenceState } from "../../data/evidence.ts";

export interface BoardFilter {
  /** Words that must all be in the row, its category or its owners. */
  readonly q: string;
  /** Id of a team, or "kind:<id>"; empty for everybody's. */
  readonly team: string;
  readonly state: string;
}

/** Categories without a row that fits are left out. */
export function filterRows(
  model: Model,
  { q, team, state }: BoardFilter,
  evidence: ReadonlyMap<string, RowEvidence> | undefined,
): readonly VisibleCategory[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const isOf = isOwnedBy(model, team);
  return listVisible(model)
    .map(({ title, rows }) => ({
      title,
      rows: rows.filter(
        (visible) =>
          isOf(visible) &&
          (state === "" || toEvidenceState(evidence?.get(visible.row.id)?.state) === state) &&
          hasWords(textOf(model, title, visible), words),
      ),
    }))
    .filter(({ rows }) => rows.length > 0);
}

const hasWords = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word));

const textOf = ({ matrix }: Model, category: string, { row, goLink, marks }: VisibleRow): string =>
  [
    category,
    row.name,
    row.description,
    goLink?.title ?? "",
    ...marks.flatMap(({ part, team }) => [part, team]),
    ...Object.keys(row.owners).map((kind) => kindTitle(matrix, kind)),
  ]
    .join("\n")
    .toLowerCase();

/** A team answers for the rows that name it, and for those that name no other team of its kind. */
function isOwnedBy({ teams }: Model, wanted: string): (row: VisibleRow) => boolean {
  if (wanted === "") return () => true;
  if (wanted.startsWith("kind:")) return ({ row }) => Object.hasOwn(row.owners, wanted.slice("kind:".length));
  const kind = teams.find(({ id }) => id === wanted)?.kind;
  return ({ row: { owners } }) => {
    const owner = kind !== undefined && Object.hasOwn(owners, kind) ? owners[kind] : undefined;
    return owner !== undefined && (owner.team === "" || owner.team === wanted);
  };
}

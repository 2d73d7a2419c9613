// What an export shows: rows that are not hidden, under their categories, with each kind's mark in words.
import type { Link, Matrix, Model, Ownership, Responsibility, Team, TeamKind } from "../model.ts";

export interface VisibleCategory {
  readonly title: string;
  readonly rows: readonly VisibleRow[];
}

export interface VisibleRow {
  readonly row: Responsibility;
  /** Its go-link, with an empty url when the matrix does not have it; null when the row has none. */
  readonly goLink: Link | null;
  /** One for each kind of the matrix, in its order. */
  readonly marks: readonly Mark[];
}

export interface Mark {
  readonly sign: "✅" | "❌" | "🤝";
  /** The mark for who cannot see the sign. */
  readonly words: "responsible" | "not responsible" | "shared";
  /** The side's part; empty when there is none. */
  readonly part: string;
  /** Name of the one team that answers; empty: every team of the kind. */
  readonly team: string;
}

/** Categories in their order, without those that have nothing to show. */
export function listVisible({ matrix, teams }: Model): readonly VisibleCategory[] {
  const urls = new Map(matrix.goLinks.map(({ name, url }) => [name, url]));
  const names = new Map(teams.map(({ id, name }) => [id, name]));
  const show = (row: Responsibility): VisibleRow => ({
    row,
    goLink: row.goLink === "" ? null : { title: `go/${row.goLink}`, url: urls.get(row.goLink) ?? "" },
    marks: matrix.kinds.map((kind) => markOf(row, kind, names)),
  });
  return matrix.categories
    .map(({ id, title }) => ({
      title,
      rows: matrix.responsibilities.filter((row) => row.category === id && !row.hidden).map(show),
    }))
    .filter(({ rows }) => rows.length > 0);
}

function markOf({ owners }: Responsibility, { id }: TeamKind, names: ReadonlyMap<string, string>): Mark {
  const owner: Ownership | undefined = Object.hasOwn(owners, id) ? owners[id] : undefined;
  if (owner === undefined) return { sign: "❌", words: "not responsible", part: "", team: "" };
  const team = owner.team === "" ? "" : (names.get(owner.team) ?? owner.team);
  const { share, part } = owner;
  return share === "shared"
    ? { sign: "🤝", words: "shared", part, team }
    : { sign: "✅", words: "responsible", part, team };
}

/** How a team is reached: what stands as text, and what can be followed. */
export function listContacts({ contacts: { chat, email, onCall, ticket } }: Team): {
  readonly texts: readonly string[];
  readonly links: readonly Link[];
} {
  const links = [
    { title: "on call", url: onCall },
    { title: "ticket", url: ticket },
  ];
  return { texts: [chat, email].filter((text) => text !== ""), links: links.filter(({ url }) => url !== "") };
}

/** The matrix without its hidden rows. */
export const withoutHidden = (matrix: Matrix): Matrix => ({
  ...matrix,
  responsibilities: matrix.responsibilities.filter(({ hidden }) => !hidden),
});

/** What the exports call the whole. */
export const titleOf = ({ organization }: Matrix): string =>
  organization === "" ? "Shared Responsibility Model" : `Shared Responsibility Model of ${organization}`;

/** What each sign means. */
export const key = "Key: ✅ responsible, ❌ not responsible, 🤝 shared responsibility";

/** The title of a kind of team. */
export const kindTitle = ({ kinds }: Matrix, id: string): string => kinds.find((kind) => kind.id === id)?.title ?? id;

// What tailoring does to a matrix: each edit a function from one to the next, so that it can be made on whatever is there.
import type { Category, GoLink, Matrix, Ownership, Responsibility, TeamKind } from "@remit/responsibility";

export type Edit = (matrix: Matrix) => Matrix;

const withRows =
  (change: (rows: readonly Responsibility[]) => readonly Responsibility[]): Edit =>
  (matrix) => ({ ...matrix, responsibilities: change(matrix.responsibilities) });

export const editRow = (id: string, change: Partial<Responsibility>): Edit =>
  withRows((rows) => rows.map((row) => (row.id === id ? { ...row, ...change } : row)));

/** Undefined: the kind is not responsible. */
export const setOwner = (id: string, kind: string, owner: Ownership | undefined): Edit =>
  withRows((rows) =>
    rows.map((row) => {
      if (row.id !== id) return row;
      const { [kind]: _, ...others } = row.owners;
      return { ...row, owners: owner === undefined ? others : { ...row.owners, [kind]: owner } };
    }),
  );

const blankRow = { description: "", owners: {}, goLink: "", links: [], evidence: [], hidden: false };

/** At the end of its category. */
export const addRow = (id: string, category: string, name: string): Edit =>
  withRows((rows) => [...rows, { ...blankRow, id, category, name }]);

export const removeRow = (id: string): Edit => withRows((rows) => rows.filter((row) => row.id !== id));

/** One place up or down among the rows of its category; at the end it stays. */
export const moveRow = (id: string, by: -1 | 1): Edit =>
  withRows((rows) => {
    const row = rows.find((one) => one.id === id);
    const beside = rows.filter(({ category }) => category === row?.category);
    const other = beside[beside.findIndex((one) => one.id === id) + by];
    return row === undefined || other === undefined ? rows : swap(rows, row, other);
  });

/** Each in the place of the other. */
export function swap<Thing>(things: readonly Thing[], one: Thing, other: Thing): readonly Thing[] {
  return things.map((thing) => (thing === one ? other : thing === other ? one : thing));
}

export const addCategory =
  (category: Category): Edit =>
  (matrix) => ({
    ...matrix,
    categories: [...matrix.categories, category],
  });

export const renameCategory =
  (id: string, title: string): Edit =>
  (matrix) => ({
    ...matrix,
    categories: matrix.categories.map((category) => (category.id === id ? { ...category, title } : category)),
  });

/** With its rows, hidden ones too. */
export const removeCategory =
  (id: string): Edit =>
  (matrix) => ({
    ...matrix,
    categories: matrix.categories.filter((category) => category.id !== id),
    responsibilities: matrix.responsibilities.filter(({ category }) => category !== id),
  });

export const moveCategory =
  (id: string, by: -1 | 1): Edit =>
  (matrix) => {
    const at = matrix.categories.findIndex((category) => category.id === id);
    const [one, other] = [matrix.categories[at], matrix.categories[at + by]];
    if (one === undefined || other === undefined) return matrix;
    return { ...matrix, categories: swap(matrix.categories, one, other) };
  };

export const editKind =
  (id: string, change: Partial<TeamKind>): Edit =>
  (matrix) => ({ ...matrix, kinds: matrix.kinds.map((kind) => (kind.id === id ? { ...kind, ...change } : kind)) });

export const addKind =
  (kind: TeamKind): Edit =>
  (matrix) => ({ ...matrix, kinds: [...matrix.kinds, kind] });

/** Rows lose its part, and questions that led to it go. */
export const removeKind =
  (id: string): Edit =>
  (matrix) => ({
    ...matrix,
    kinds: matrix.kinds.filter((kind) => kind.id !== id),
    framework: matrix.framework.filter(({ kind }) => kind !== id),
    responsibilities: matrix.responsibilities.map((row) => {
      const { [id]: _, ...owners } = row.owners;
      return { ...row, owners };
    }),
  });

/** In place of the one of this name, or as a new one; rows that named it follow a new name. */
export const putGoLink =
  (before: string | null, link: GoLink): Edit =>
  (matrix) => ({
    ...matrix,
    goLinks:
      before === null ? [...matrix.goLinks, link] : matrix.goLinks.map((one) => (one.name === before ? link : one)),
    responsibilities: matrix.responsibilities.map((row) =>
      before !== null && row.goLink === before ? { ...row, goLink: link.name } : row,
    ),
  });

/** Rows that named it have none. */
export const removeGoLink =
  (name: string): Edit =>
  (matrix) => ({
    ...matrix,
    goLinks: matrix.goLinks.filter((link) => link.name !== name),
    responsibilities: matrix.responsibilities.map((row) => (row.goLink === name ? { ...row, goLink: "" } : row)),
  });

/** An id made of a name, that nothing has yet: "On-call rota" → "on-call-rota". */
export function makeId(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  const first = plain === "" ? "row" : plain;
  for (let number = 1; ; number++) {
    const id = number === 1 ? first : `${first}-${number}`;
    if (!taken.includes(id)) return id;
  }
}

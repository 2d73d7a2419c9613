// One line for each row, for spreadsheets: RFC 4180, and no text of anybody's runs as a formula.
import type { Model } from "../model.ts";
import { listVisible, type Mark } from "./visible.ts";

/** A line of titles, then one for each row that is shown; lines end with CRLF. */
export function toCsv(model: Model): string {
  const kinds = model.matrix.kinds.map(({ title }) => title);
  const lines = listVisible(model).flatMap(({ title, rows }) =>
    rows.map(({ row, goLink, marks }) => [
      title,
      row.id,
      row.name,
      ...marks.map(renderMark),
      row.description,
      goLink?.title ?? "",
    ]),
  );
  const all = [["Category", "Id", "Responsibility", ...kinds, "Description", "Go-link"], ...lines];
  return all.map((cells) => `${cells.map(escapeCsv).join(",")}\r\n`).join("");
}

const renderMark = ({ words, part, team }: Mark): string =>
  [words, ...(part === "" ? [] : [`(${part})`]), ...(team === "" ? [] : [`by ${team}`])].join(" ");

/**
 * What spreadsheets take for the beginning of a formula, full-width forms included. Some take off what is not seen in
 * front of it; a leading tab or line break begins one by itself.
 */
const beginsFormula = /^(?:[\t\r\n]|[\s\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠])/u;

/** One cell. A leading apostrophe makes it a text; quotes keep commas, quotes and line breaks inside. */
export function escapeCsv(text: string): string {
  const inert = beginsFormula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

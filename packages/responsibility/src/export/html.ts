// The matrix as one page that stands by itself: to be shown, sent and printed. No scripts, nothing loaded.
import { refuseUrl } from "../check/urls.ts";
import type { Link, Model, Team } from "../model.ts";
import { escapeHtml } from "./escape-html.ts";
import { openPage } from "./html-page.ts";
import { key, kindTitle, listContacts, listVisible, type Mark, titleOf, type VisibleRow } from "./visible.ts";

/** A whole page; every text is escaped, and links are only made where they are safe to follow. */
export function toHtml(model: Model): string {
  const { matrix, teams } = model;
  const kinds = matrix.kinds.map(({ title }) => escapeHtml(title));
  return [
    openPage(escapeHtml(titleOf(matrix))),
    `<p>${key}</p>\n`,
    ...listVisible(model).map(({ title, rows }) => {
      const lines = rows.map((visible) => [renderName(visible), ...visible.marks.map(renderMark)]);
      return renderSection(escapeHtml(title), renderTable(["Responsibility", ...kinds], lines));
    }),
    matrix.framework.length === 0 ? "" : renderSection("Decision framework", renderFramework(model)),
    teams.length === 0 ? "" : renderSection("Teams", renderTeams(model)),
    "</body>\n</html>\n",
  ].join("");
}

const renderSection = (title: string, content: string): string =>
  `<section>\n<h2>${title}</h2>\n${content}</section>\n`;

/** Cells are HTML already; the first of each line is the line's heading. */
function renderTable(titles: readonly string[], lines: readonly (readonly string[])[]): string {
  const header = titles.map((title) => `<th scope="col">${title}</th>`).join("");
  const body = lines.map(([first = "", ...rest]) => {
    const cells = rest.map((cell) => `<td>${cell}</td>`).join("");
    return `<tr><th scope="row">${first}</th>${cells}</tr>\n`;
  });
  return `<table>\n<thead><tr>${header}</tr></thead>\n<tbody>\n${body.join("")}</tbody>\n</table>\n`;
}

function renderName({ row, goLink }: VisibleRow): string {
  const link = goLink === null ? "" : ` (${renderLink(goLink)})`;
  const description = row.description === "" ? "" : `<small>${escapeHtml(row.description)}</small>`;
  return `${escapeHtml(row.name)}${link}${description}`;
}

function renderMark({ sign, words, part, team }: Mark): string {
  const more = [...(part === "" ? [] : [`(${escapeHtml(part)})`]), ...(team === "" ? [] : [escapeHtml(team)])];
  return [`<span aria-hidden="true">${sign}</span><span class="words">${words}</span>`, ...more].join(" ");
}

const renderLink = ({ title, url }: Link): string =>
  url === "" || refuseUrl(url) !== null ? escapeHtml(title) : `<a href="${escapeHtml(url)}">${escapeHtml(title)}</a>`;

function renderFramework({ matrix }: Model): string {
  const items = matrix.framework.map(
    ({ question, kind }) => `<li>${escapeHtml(question)} → ${escapeHtml(kindTitle(matrix, kind))}</li>\n`,
  );
  return `<ul>\n${items.join("")}</ul>\n`;
}

const renderTeams = ({ matrix, teams }: Model): string =>
  renderTable(
    ["Team", "Kind", "Contact"],
    teams.map((team) => [escapeHtml(team.name), escapeHtml(kindTitle(matrix, team.kind)), renderContacts(team)]),
  );

function renderContacts(team: Team): string {
  const { texts, links } = listContacts(team);
  return [...texts.map(escapeHtml), ...links.map(renderLink)].join(", ");
}

// The matrix as a page of Markdown (GitHub's flavour): a table for each category, as the published one is drawn.
import { refuseUrl } from "../check/urls.ts";
import type { Link, Model, Team } from "../model.ts";
import { escapeMarkdown, toMarkdownUrl } from "./escape-markdown.ts";
import { key, kindTitle, listContacts, listVisible, type Mark, titleOf, type VisibleRow } from "./visible.ts";

/** Texts come out as they were written, never as markup; links only where they are safe to follow. */
export function toMarkdown(model: Model): string {
  const { matrix, teams } = model;
  const kinds = matrix.kinds.map(({ title }) => escapeMarkdown(title));
  const blocks = [
    `# ${escapeMarkdown(titleOf(matrix))}`,
    key,
    ...listVisible(model).flatMap(({ title, rows }) => [
      `## ${escapeMarkdown(title)}`,
      renderTable(
        ["Responsibility", ...kinds],
        rows.map((visible) => [renderName(visible), ...visible.marks.map(renderMark)]),
      ),
    ]),
    ...(matrix.framework.length === 0 ? [] : ["## Decision framework", renderFramework(model)]),
    ...(teams.length === 0 ? [] : ["## Teams", renderTeams(model)]),
  ];
  return blocks.map((block) => `${block}\n`).join("\n");
}

/** Cells are Markdown already. */
const renderTable = (titles: readonly string[], lines: readonly (readonly string[])[]): string =>
  [titles, titles.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

function renderName({ row, goLink }: VisibleRow): string {
  const name = escapeMarkdown(row.name);
  return goLink === null ? name : `${name} (${renderLink(goLink)})`;
}

function renderMark({ sign, part, team }: Mark): string {
  const more = [...(part === "" ? [] : [`(${escapeMarkdown(part)})`]), ...(team === "" ? [] : [escapeMarkdown(team)])];
  return [sign, ...more].join(" ");
}

const renderLink = ({ title, url }: Link): string =>
  url === "" || refuseUrl(url) !== null ? escapeMarkdown(title) : `[${escapeMarkdown(title)}](${toMarkdownUrl(url)})`;

const renderFramework = ({ matrix }: Model): string =>
  matrix.framework
    .map(({ question, kind }) => `- ${escapeMarkdown(question)} → ${escapeMarkdown(kindTitle(matrix, kind))}`)
    .join("\n");

const renderTeams = ({ matrix, teams }: Model): string =>
  renderTable(
    ["Team", "Kind", "Contact"],
    teams.map((team) => [
      escapeMarkdown(team.name),
      escapeMarkdown(kindTitle(matrix, team.kind)),
      renderContacts(team),
    ]),
  );

function renderContacts(team: Team): string {
  const { texts, links } = listContacts(team);
  return [...texts.map(escapeMarkdown), ...links.map(renderLink)].join(", ");
}

import { nearest } from "@remit/policy";
import { contactOf, type Model, type Team } from "@remit/responsibility";
import { toInertLine } from "../inert.ts";
import { findModel } from "../model-file/find-model.ts";
import { renderTable } from "../table.ts";
import { UsageError } from "../terminal.ts";
import { type Run, toJsonText } from "./context.ts";

export const list: Run<{ readonly file: string | undefined }> = async (context, { file }) => {
  const { teams } = await findModel(context, file);
  if (context.json) context.print(toJsonText({ teams }));
  else if (teams.length === 0) context.print("There are no teams.");
  else context.print(renderTable(["ID", "NAME", "KIND", "CONTACT"], teams.map(toLine)));
  return 0;
};

const toLine = ({ id, name, kind, contacts }: Team): string[] => [id, name, kind, contactOf(contacts)];

export interface ShowArguments {
  readonly team: string;
  readonly file: string | undefined;
}

/** By id or by name, with what it answers for. */
export const show: Run<ShowArguments> = async (context, { team: name, file }) => {
  const model = await findModel(context, file);
  const team = model.teams.find((one) => one.id === name) ?? model.teams.find((one) => one.name === name);
  if (team === undefined) {
    const near = nearest(
      name,
      model.teams.map(({ id }) => id),
    );
    throw new UsageError(`There is no team ${JSON.stringify(name)}${near === null ? "." : `; did you mean ${near}?`}`);
  }
  const rows = rowsOf(model, team);
  context.print(context.json ? toJsonText({ team, responsibilities: rows.map(({ id }) => id) }) : render(team, rows));
  return 0;
};

interface RowOfTeam {
  readonly id: string;
  readonly name: string;
  readonly part: string;
}

function rowsOf({ matrix }: Model, { id, kind }: Team): RowOfTeam[] {
  return matrix.responsibilities.flatMap((row) => {
    const owner = Object.hasOwn(row.owners, kind) ? row.owners[kind] : undefined;
    if (row.hidden || owner === undefined || (owner.team !== "" && owner.team !== id)) return [];
    return [{ id: row.id, name: row.name, part: owner.part }];
  });
}

function render(team: Team, rows: readonly RowOfTeam[]): string {
  const { contacts, workingHours: hours, owns } = team;
  const fields: readonly (readonly [string, readonly string[]])[] = [
    ["description", [team.description]],
    ["chat", [contacts.chat]],
    ["e-mail", [contacts.email]],
    ["on call", [contacts.onCall]],
    ["ticket", [contacts.ticket]],
    ["then", team.escalation],
    ["hours", hours.from === "" ? [] : [`${hours.days.join(" ")} ${hours.from} to ${hours.to} ${hours.timeZone}`]],
    ["groups", team.groups],
    ["service accounts", team.serviceAccounts],
    ["namespaces", owns.namespaces],
    ["projects", owns.projects],
    ["tags", owns.tags.map(({ key, value }) => `${key}=${value}`)],
  ];
  const lines = fields.map(([name, values]) => [name, values.filter((text) => text !== "").join(", ")] as const);
  return [
    `${team.name} (${team.id}, ${team.kind})`,
    ...lines.filter(([, text]) => text !== "").map(([name, text]) => `  ${name}: ${text}`),
    "  answers for:",
    ...rows.map(({ id, name, part }) => `    ${name} (${id})${part === "" ? "" : `: ${part}`}`),
  ]
    .map(toInertLine)
    .join("\n");
}

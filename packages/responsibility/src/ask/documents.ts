// What can be found by words: the rows of the matrix, and the teams.
import { findPermission } from "@remit/policy";
import type { Model, Responsibility, Team } from "../model.ts";
import { type Field, nameWeight } from "./text-index.ts";

/** Something that an answer is about. */
export type Subject =
  | { readonly kind: "row"; readonly row: Responsibility }
  | { readonly kind: "team"; readonly team: Team };

export interface AskDocument {
  /** The same for the same thing in every order of the matrix. */
  readonly key: string;
  readonly name: string;
  readonly subject: Subject;
  readonly fields: readonly Field[];
}

/** All visible rows and all teams. */
export function documentsOf({ matrix, teams }: Model): AskDocument[] {
  const categories = new Map(matrix.categories.map(({ id, title }) => [id, title]));
  const goLinks = new Map(matrix.goLinks.map(({ name, title }) => [name, title]));
  const rows = matrix.responsibilities.filter(({ hidden }) => !hidden);
  return [
    ...rows.map((row) => ({
      key: `row ${row.id}`,
      name: row.name,
      subject: { kind: "row", row } as const,
      fields: fieldsOfRow(row, categories.get(row.category) ?? "", goLinks.get(row.goLink) ?? ""),
    })),
    ...teams.map((team) => ({
      key: `team ${team.id}`,
      name: team.name,
      subject: { kind: "team", team } as const,
      fields: fieldsOfTeam(team),
    })),
  ];
}

function fieldsOfRow(row: Responsibility, category: string, goLinkTitle: string): Field[] {
  const sides = Object.values(row.owners);
  // Levels stand for many operations and say nothing about the row.
  const operations = [...new Set(sides.flatMap((side) => side.operations))].filter((name) => findPermission(name));
  const described = operations.map((name) => findPermission(name)?.description ?? "");
  return [
    { label: "name", weight: nameWeight, text: row.name },
    { label: "description", weight: 3, text: row.description },
    { label: "category", weight: 2, text: category },
    { label: "parts", weight: 3, text: sides.map(({ part }) => part).join(" ") },
    { label: "go-link", weight: 4, text: `${row.goLink} ${goLinkTitle}` },
    { label: "links", weight: 2, text: row.links.map(({ title }) => title).join(" ") },
    { label: "operations", weight: 1, text: [...operations, ...described].join(" ") },
  ];
}

function fieldsOfTeam(team: Team): Field[] {
  return [
    { label: "name", weight: nameWeight, text: `${team.name} ${team.id}` },
    { label: "description", weight: 2, text: team.description },
    { label: "contacts", weight: 1, text: team.contacts.chat },
  ];
}

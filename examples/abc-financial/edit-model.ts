// The file as careless edits leave it: a model that can be applied and does not hold.
import { readFileSync } from "node:fs";
import { type Document, parseDocument } from "yaml";
import { modelFile } from "./remit.ts";

export interface ModelEdit {
  readonly text: string;
  readonly edit: (file: Document) => void;
}

/** The text of responsibilities.yaml with these edits. */
export function editModel(edits: readonly ModelEdit[]): string {
  const file = parseDocument(readFileSync(modelFile, "utf8"));
  for (const { edit } of edits) edit(file);
  return file.toString();
}

/** Where a row stands in the file. */
export function pathOfRow(file: Document, id: string): readonly (string | number)[] {
  const { matrix } = file.toJS() as {
    readonly matrix: { readonly responsibilities: readonly { readonly id: string }[] };
  };
  const index = matrix.responsibilities.findIndex((row) => row.id === id);
  if (index < 0) throw new Error(`responsibilities.yaml has no row ${id}`);
  return ["matrix", "responsibilities", index];
}

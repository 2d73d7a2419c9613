// The matrix and the teams as a file or a page; and the template that every organisation begins with.

import { type Model, template as templateMatrix, toCsv, toHtml, toJson, toMarkdown } from "@remit/responsibility";
import { findModel } from "../../model-file/find-model.ts";
import { createJsonSchema } from "../../model-file/schema.ts";
import { writeMatrixFile, writeModelFile } from "../../model-file/write-file.ts";
import { type Run, toJsonText } from "../context.ts";

export const formats = ["yaml", "markdown", "html", "csv", "json"] as const;

export interface ExportArguments {
  readonly format: (typeof formats)[number] | undefined;
  readonly file: string | undefined;
}

const writers: Readonly<Record<(typeof formats)[number], (model: Model) => string>> = {
  yaml: writeModelFile,
  markdown: toMarkdown,
  html: toHtml,
  csv: toCsv,
  json: toJson,
};

/** `yaml` is everything, and is what plan and apply take; the others are without hidden rows. */
export const exportModel: Run<ExportArguments> = async (context, { format, file }) => {
  const model = await findModel(context, file);
  context.print(writers[format ?? (context.json ? "json" : "yaml")](model).trimEnd());
  return 0;
};

export const template: Run<object> = async ({ json, print }) => {
  print(json ? toJsonText({ matrix: templateMatrix }) : writeMatrixFile(templateMatrix).trimEnd());
  return 0;
};

export const schema: Run<object> = async ({ print }) => {
  print(toJsonText(createJsonSchema()));
  return 0;
};

// Makes docs/responsibilities.schema.json from the shape that the command line checks files by. Run by `npm run docs`; a
// test fails when what is committed differs.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonValue } from "@bufbuild/protobuf";
import { createJsonSchema } from "../packages/cli/src/model-file/schema.ts";
import { printJson } from "./api-reference/print-json.ts";

export const schemaFile = join(import.meta.dirname, "../docs/responsibilities.schema.json");

export const renderSchema = (): string => `${printJson(createJsonSchema() as JsonValue)}\n`;

if (import.meta.main) writeFileSync(schemaFile, renderSchema());

// JSON in the repository's own format, so that a formatter leaves the generated file alone.
import type { JsonValue } from "@bufbuild/protobuf";

const lineWidth = 120;

/** Objects over several lines; a list on one line when it holds no objects and fits beside the `taken` columns. */
export function printJson(value: JsonValue, indent = "", taken = 0): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((item) => printJson(item)).join(", ")}]`;
    if (!line.includes("\n") && taken + line.length <= lineWidth) return line;
    return `[\n${value.map((item) => `${inner}${printJson(item, inner, inner.length + 1)}`).join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value);
  const members = entries.map(([key, item], index) => {
    const name = `${inner}${JSON.stringify(key)}: `;
    const comma = index === entries.length - 1 ? 0 : 1;
    return `${name}${printJson(item, inner, name.length + comma)}`;
  });
  return members.length === 0 ? "{}" : `{\n${members.join(",\n")}\n${indent}}`;
}

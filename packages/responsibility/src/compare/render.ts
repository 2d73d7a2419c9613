// Differences as lines for people: "+" came, "-" went, "~" is different, with what it was and what it is.
import { quote } from "../quote.ts";
import type { Difference, FieldChange } from "./difference.ts";

/** One line for each difference, and under it one, indented, for each field. Safe to print to a terminal. */
export function renderComparison(differences: readonly Difference[]): readonly string[] {
  return differences.flatMap((difference) => [
    renderHead(difference),
    ...fieldsBelow(difference).map((field) => `    ${renderField(field)}`),
  ]);
}

const signs = { added: "+", removed: "-", moved: "~", hidden: "~", shown: "~", changed: "~" } as const;

function renderHead({ change, what, id, name, fields }: Difference): string {
  const subject = what === "settings" ? what : [what, id, ...(name === "" ? [] : [quote(name)])].join(" ");
  const [place] = fields;
  const ends = {
    added: "",
    removed: "",
    changed: "",
    hidden: ": hidden",
    shown: ": shown again",
    moved: `: moved from ${place?.field} ${place?.before} to ${place?.after}`,
  };
  return `${signs[change]} ${subject}${ends[change]}`;
}

/** What the head says already is not said again. */
function fieldsBelow({ change, fields }: Difference): readonly FieldChange[] {
  if (change === "moved") return [];
  return change === "added"
    ? fields.filter(({ field }) => field !== "id" && field !== "name" && field !== "title")
    : fields;
}

function renderField({ field, before, after }: FieldChange): string {
  if (before === null) return `+ ${field}: ${quote(after ?? "")}`;
  if (after === null) return `- ${field}: ${quote(before)}`;
  return `~ ${field}: ${quote(before)} → ${quote(after)}`;
}

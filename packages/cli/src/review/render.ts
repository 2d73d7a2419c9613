// The access review as people read it: who has what for nothing, and then what could be done about it.
import type {
  ReviewAccessResponse_Entry as Entry,
  ReviewAccessResponse_Suggestion as Suggestion,
} from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { toInertLine } from "../inert.ts";
import { renderTable } from "../table.ts";
import { wrap } from "../wrap.ts";

export interface Review {
  readonly entries: readonly Entry[];
  /** Changes that refuse nothing that was used, or of which it is not known. */
  readonly ready: readonly Suggestion[];
  /** For somebody who knows that what is not known is not used. */
  readonly possible: readonly Suggestion[];
}

/** An Account Owner holds more than a hundred operations: a line names a few of them, and -o json all. */
const mostNamed = 3;

export function renderReview({ entries, ready, possible }: Review, columns: number): string {
  const parts = [
    renderTable(["KIND", "NAME", "USED", "NOT KNOWN", "UNUSED"], entries.map(toRow)),
    ...renderSuggestions("Ready, since nothing that was used or is not known would be refused:", ready, columns),
    ...renderSuggestions("Possible, if what is not known is not used:", possible, columns),
    ...(ready.length + possible.length === 0 ? ["There is nothing to take away."] : []),
  ];
  return parts.join("\n\n");
}

function toRow(entry: Entry): string[] {
  const { used, notKnown, unused } = entry;
  return [kindOf(entry), nameOf(entry), String(used.length), String(notKnown.length), nameSome(unused)];
}

const kindOf = ({ principal }: Entry): string =>
  principal === undefined ? "custom role" : principal.kind === "serviceaccount" ? "service account" : principal.kind;

const nameOf = ({ principal, roleName }: Entry): string => principal?.name ?? roleName;

function nameSome(operations: readonly string[]): string {
  if (operations.length === 0) return "none";
  const more = operations.length - mostNamed;
  return `${operations.slice(0, mostNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function renderSuggestions(title: string, suggestions: readonly Suggestion[], columns: number): string[] {
  if (suggestions.length === 0) return [];
  const lines = suggestions.flatMap(({ change, why, unlessUsed }) => [
    `  ${change}`,
    `    why: ${why}`,
    ...(unlessUsed.length === 0 ? [] : [`    would refuse: ${nameSome(unlessUsed)}`]),
  ]);
  return [[title, ...lines.map((line) => wrap(toInertLine(line), columns))].join("\n")];
}

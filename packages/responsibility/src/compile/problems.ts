// What cannot be given, in words: which operations, whose, and what would allow them.
import { type ResourceType, rolesWith } from "@remit/policy";
import type { ResolvedTeam } from "../resolve.ts";
import type { Named, Problem } from "./compiled.ts";

/** Operations that no custom role may carry, one problem for those that the same predefined roles carry. */
export function tellNotGrantable(
  team: ResolvedTeam,
  named: Named,
  operations: readonly string[],
  typeOf: (operation: string) => ResourceType,
): Problem[] {
  const byRemedy = Map.groupBy(operations, (operation) => listWords(rolesWith(operation, typeOf(operation)), "or"));
  return [...byRemedy].map(([remedy, these]) =>
    tell("not-grantable", team, named, these, `no custom role can carry ${listWords(these, "or")}; ${remedy} can`),
  );
}

/** Operations that have no meaning on what the team owns. */
export function tellDoesNotFit(
  team: ResolvedTeam,
  named: Named,
  operations: readonly string[],
  remedy: string,
): Problem[] {
  if (operations.length === 0) return [];
  const text = `${listWords(operations, "and")} cannot be done on what the team owns; ${remedy}`;
  return [tell("does-not-fit", team, named, operations, text)];
}

/** One problem with what a team's rows name. */
export function tell(
  kind: Problem["kind"],
  { team }: ResolvedTeam,
  named: Named,
  operations: readonly string[],
  text: string,
): Problem {
  const responsibilities = [...new Set(operations.flatMap((operation) => named.get(operation) ?? []))].sort();
  return { kind, team: team.id, operations: [...operations].sort(), responsibilities, text };
}

/** "a", "a or b", "a, b or c", and past five the rest as a number. */
export function listWords(words: readonly string[], last: "and" | "or"): string {
  const shown = words.length > 5 ? [...words.slice(0, 4), `${words.length - 4} more`] : words;
  const end = shown.at(-1) ?? "nothing";
  return shown.length < 2 ? end : `${shown.slice(0, -1).join(", ")} ${last} ${end}`;
}

// A plan of access as people read it before it is carried out: what would change, for whom, and what cannot be done.
import { type Grant, renderScope } from "@remit/policy";
import { type Change, describeChange, type Effect, type Facts } from "@remit/responsibility";
import { toInertLine } from "../inert.ts";

/** One change in one line, whatever names are in it. */
export const renderChange = (change: Change, facts: Facts): string => toInertLine(describeChange(change, facts));

export const renderChanges = (changes: readonly Change[], facts: Facts): string[] => {
  const { length } = String(changes.length);
  return changes.map((change, index) => `${String(index + 1).padStart(length)}. ${renderChange(change, facts)}`);
};

/** A line for each principal that gains or loses, and under it one for each scope. */
export function renderEffects(effects: readonly Effect[], facts: Facts): string[] {
  return effects.flatMap(({ name, gains, loses }) =>
    [name, ...renderGrants("gains", gains, facts), ...renderGrants("loses", loses, facts)].map(toInertLine),
  );
}

/** Operations on one scope in one line: there are many of them. */
function renderGrants(verb: string, grants: readonly Grant[], facts: Facts): string[] {
  const byScope = Map.groupBy(grants, ({ scope }) => nameScope(scope, facts));
  return [...byScope].map(([scope, ones]) => {
    const operations = ones.map(({ operation }) => operation).sort();
    return `  ${verb} ${operations.join(", ")} on ${scope}`;
  });
}

function nameScope(scope: Grant["scope"], { projects, policy }: Facts): string {
  if (scope.kind === "project") {
    const name = projects.find(({ id }) => id === scope.project)?.displayName ?? "";
    return `the project ${name || scope.project}`;
  }
  if (scope.kind === "resource" && scope.resource.id === policy.account) return "the account";
  return renderScope(scope);
}

// Rows name for a team what no plan can give it: a custom role cannot carry it, it has no meaning on what the team owns,
// or there is no room. Told as long as members cannot act in another way.
import { findPermission } from "@remit/policy";
import type { Need, Problem } from "../compile/compiled.ts";
import { isWithin } from "../reach/reach.ts";
import type { Scene } from "./access/scene.ts";
import { digest } from "./digest.ts";
import { type Finding, makeFinding } from "./finding.ts";

export function findCannotBeGiven(scene: Scene): Finding[] {
  return scene.compiled.problems
    .filter(({ kind }) => kind !== "not-found")
    .filter((problem) => !everybodyCan(scene, problem))
    .map(({ kind, team, operations, responsibilities, text }) =>
      makeFinding(
        {
          kind: "cannot-be-given",
          risk: "medium",
          text: `team ${team}: ${text}`,
          team,
          responsibility: responsibilities[0] ?? null,
          operations,
        },
        team,
        kind,
        digest(operations.join(" ")),
      ),
    );
}

/** Whether there are members, and each can do all of it. */
function everybodyCan(scene: Scene, problem: Problem): boolean {
  const members = scene.resolved.byId.get(problem.team)?.members ?? [];
  const bearers = members.flatMap((id) => scene.bearersOf.get(id) ?? []).filter(({ isUser }) => isUser);
  const needed = scene.measure.needs(needsOf(scene, problem));
  return bearers.length > 0 && needed.size > 0 && bearers.every(({ held }) => isWithin(needed, held));
}

function needsOf({ compiled }: Scene, { kind, team, operations }: Problem): Need[] {
  if (kind === "does-not-fit") {
    return operations.flatMap((operation) => {
      const type = findPermission(operation)?.resourceTypes[0];
      return type === undefined ? [] : [{ operations: [operation], scopes: [{ kind: "all", type }] }];
    });
  }
  const ungiven = compiled.teams.find((one) => one.team === team)?.ungiven ?? [];
  return ungiven.map((need) => ({ ...need, operations: need.operations.filter((one) => operations.includes(one)) }));
}

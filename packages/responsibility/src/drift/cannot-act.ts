// A team is responsible and members of it cannot act: one finding for each of its groups that lacks what it is to hold,
// or for a compiled role that was changed and lacks it for all of them.
import type { Change } from "../changes.ts";
import { joinReaches, type Reach, subtractReach } from "../reach/reach.ts";
import type { ResolvedTeam } from "../resolve.ts";
import { describeExtent, type Extent } from "./access/extent.ts";
import { createRepair, groupHolder } from "./access/repair.ts";
import type { Bearers, Scene } from "./access/scene.ts";
import { type Finding, makeFinding, type Risk } from "./finding.ts";
import { rowNaming } from "./rows.ts";

interface Lack {
  readonly team: ResolvedTeam;
  readonly group: string;
  readonly bearers: readonly Bearers[];
  readonly missing: Reach;
  readonly fix: readonly Change[];
}

export function findCannotAct(scene: Scene): Finding[] {
  const lacks = collect(scene);
  // Groups that hold all their roles, of which one is not what it was: the role is the cause, not the groups.
  const byCause = Map.groupBy(lacks, ({ team, group, fix }) => {
    const roles = fix.map((change) => (change.kind === "update-role" ? change.role.name : null));
    const only = roles.every((name) => name !== null) ? roles.join(" ") : null;
    return JSON.stringify([team.team.id, only === null ? "group" : "role", only ?? group]);
  });
  return [...byCause].map(([cause, ones]) => tell(scene, cause, ones));
}

function collect(scene: Scene): Lack[] {
  const found = new Map<string, { team: ResolvedTeam; group: string; bearers: Bearers[]; missing: Reach[] }>();
  for (const one of scene.bearers) {
    if (!one.isUser) continue;
    for (const team of one.teams) {
      const missing = subtractReach(scene.requiredOf.get(team.team.id) ?? new Map(), one.held);
      // Somebody in two groups of the team is mended by either, and always by the first.
      const group = one.groups.find((id) => team.groups.includes(id));
      if (missing.size === 0 || group === undefined) continue;
      const key = JSON.stringify([team.team.id, group]);
      const lack = found.get(key) ?? { team, group, bearers: [], missing: [] };
      lack.bearers.push(one);
      lack.missing.push(missing);
      found.set(key, lack);
    }
  }
  return [...found.values()].map(({ team, group, bearers, missing: all }) => {
    const missing = joinReaches(all);
    const repair = createRepair(scene);
    repair.give(group, missing);
    return { team, group, bearers, missing, fix: repair.toChanges() };
  });
}

function tell(scene: Scene, cause: string, lacks: readonly Lack[]): Finding {
  const [, what, name] = JSON.parse(cause) as [string, string, string];
  const [{ team, fix }] = lacks as [Lack];
  const extent = describeExtent(joinReaches(lacks.map(({ missing }) => missing)), scene.facts);
  const principals = [
    ...new Set(lacks.flatMap(({ bearers }) => bearers.flatMap((one) => one.principals.map(({ id }) => id)))),
  ];
  const members = countActive(scene, team);
  const groups = lacks.map(({ group }) => groupHolder(scene, group)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const reason =
    what === "role"
      ? `custom role ${name.replaceAll(" ", ", ")} is not what the matrix compiled it to`
      : `group ${groups[0]?.name} does not give it`;
  return makeFinding(
    {
      kind: "cannot-act",
      risk: riskOf(extent, principals.length === members),
      text: `team ${team.team.name} answers for ${extent.text}, and ${principals.length} of its ${members} members cannot do it: ${reason}`,
      team: team.team.id,
      responsibility: rowNaming(scene.model.matrix, team, extent.grant.operation),
      subject: what === "role" ? null : (groups[0] ?? null),
      principals: principals.sort(),
      grant: extent.grant,
      operations: extent.operations,
      fix,
    },
    team.team.id,
    `${what} ${name}`,
    extent.digest,
  );
}

function riskOf({ worst }: Extent, isWholeTeam: boolean): Risk {
  if (worst === "read") return "low";
  return isWholeTeam ? "high" : "medium";
}

function countActive({ bearersOf }: Scene, { members }: ResolvedTeam): number {
  return members.filter((id) => bearersOf.get(id)?.isUser === true).length;
}

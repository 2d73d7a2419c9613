// What teams name and is not there: a name that means nothing gives nobody access and nobody notices.
import type { ResolvedTeams } from "../resolve.ts";
import { type Finding, makeFinding } from "./finding.ts";

export function findDeadNames({ teams }: ResolvedTeams): Finding[] {
  return teams.flatMap(({ team, missing }) =>
    missing.map(({ what, name, found }) => {
      const why = found === 0 ? "is not there" : `is the name of ${found}: name it by its id`;
      const text = `team ${team.name} names the ${what} ${name}, which ${why}`;
      return makeFinding({ kind: "name-not-found", risk: "low", text, team: team.id }, team.id, what, name);
    }),
  );
}

// Everybody who can sign in belongs to a team, so that somebody notices when they leave.
import type { EvidenceProvider } from "../evidence.ts";
import { countThings, listNames } from "./look.ts";

/** Teams are not among the facts, so membership is read from what the teams were resolved to. */
export function principalsInTeams(isInTeam: (principalId: string) => boolean): EvidenceProvider {
  return {
    name: "principals-in-teams",
    title: "Every active user and service account belongs to a team.",
    judge: ({ policy }) => {
      const active = policy.principals.filter((principal) => principal.active);
      if (active.length === 0) return { state: "unknown", why: "There is no active user or service account." };
      const outside = active.filter(({ id }) => !isInTeam(id)).map(({ name }) => name);
      if (outside.length > 0) {
        return {
          state: "amber",
          why: `${countThings(outside.length, "principal")} in no team: ${listNames(outside)}.`,
        };
      }
      return { state: "green", why: `All ${active.length} active principals belong to a team.` };
    },
  };
}

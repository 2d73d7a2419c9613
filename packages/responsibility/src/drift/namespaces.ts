// Namespaces that no team owns, or that several claim equally.
import type { Facts } from "../facts.ts";
import type { ResolvedTeams } from "../resolve.ts";
import { type Finding, makeFinding } from "./finding.ts";

export function findUnclearNamespaces({ namespaces }: Facts, { ownersOf }: ResolvedTeams): Finding[] {
  return namespaces.flatMap(({ uid, id }) => {
    const owners = (ownersOf.get(uid) ?? []).map(({ team }) => team.id).sort();
    if (owners.length === 1) return [];
    if (owners.length === 0) {
      const text = `Namespace ${id} has no team: nobody answers for it`;
      return [makeFinding({ kind: "namespace-without-team", risk: "medium", text }, id)];
    }
    const text = `Namespace ${id} is claimed equally by the teams ${owners.join(", ")}`;
    return [makeFinding({ kind: "namespace-claimed-by-several", risk: "low", text }, id)];
  });
}

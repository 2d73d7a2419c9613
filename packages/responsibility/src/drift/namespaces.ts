// Namespaces that no team owns, or that several claim equally; and those that their servers have otherwise.
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

/** What nobody looked at is not told. One that is not there at all is more than one with another setting. */
export function findDifferentNamespaces({ namespaces, observed }: Facts, { ownersOf }: ResolvedTeams): Finding[] {
  return namespaces.flatMap(({ uid, id }) => {
    const differs = observed?.namespaces?.get(uid)?.differs ?? [];
    if (differs.length === 0) return [];
    const risk = differs.some((phrase) => phrase.startsWith("namespace:")) ? "high" : "medium";
    const text = `Namespace ${id} is on its Temporal server otherwise than it was applied: ${differs.join("; ")}`;
    const [owner, ...more] = ownersOf.get(uid) ?? [];
    const team = owner !== undefined && more.length === 0 ? owner.team.id : null;
    return [makeFinding({ kind: "namespace-differs", risk, text, team }, id)];
  });
}

// Owners who left: teams without anybody, and Account Owners and Global Admins who are not active any more.
import type { Facts } from "../facts.ts";
import type { ResolvedTeams } from "../resolve.ts";
import { createRepair, toHolder } from "./access/repair.ts";
import type { Scene } from "./access/scene.ts";
import { type Finding, makeFinding } from "./finding.ts";

/** Teams none of whose groups has an active member. */
export function findEmptyTeams({ policy }: Facts, { teams }: ResolvedTeams): Finding[] {
  const active = new Set(policy.principals.flatMap(({ id, kind, active: is }) => (is && kind === "user" ? [id] : [])));
  return teams
    .filter(({ members }) => !members.some((id) => active.has(id)))
    .map(({ team: { id, name }, groups }) => {
      const why = groups.length === 0 ? "it has no group" : "none of its groups has an active member";
      const text = `nobody is in team ${name}: ${why}`;
      return makeFinding({ kind: "team-without-members", risk: "high", text, team: id }, id);
    });
}

/** Those who would run the account again as soon as they were active; the active ones are a matter of access. */
export function findInactiveOwners(scene: Scene): Finding[] {
  return scene.facts.policy.principals
    .filter(({ active }) => !active)
    .flatMap((one) => {
      const groups = one.kind === "user" ? one.groups : [];
      const through = groups.filter((id) => isAdmin(scene.groups.get(id)?.access.accountRole));
      if (!isAdmin(one.access.accountRole) && through.length === 0) return [];
      const repair = createRepair(scene);
      if (isAdmin(one.access.accountRole))
        repair.take(toHolder(one), { kind: "account-role", role: one.access.accountRole });
      for (const id of through) repair.removeMember(id, one.id);
      const text = `${one.name} is not active and still Account Owner or Global Admin`;
      const subject = toHolder(one);
      return [makeFinding({ kind: "owner-left", risk: "medium", text, subject, fix: repair.toChanges() }, one.id)];
    });
}

const isAdmin = (role: string | null | undefined): role is "owner" | "admin" => role === "owner" || role === "admin";

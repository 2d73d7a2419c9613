// Teams have groups, the groups are there, and somebody is in each.
import type { Evidence, EvidenceProvider } from "../evidence.ts";
import type { Facts } from "../facts.ts";
import type { ResolvedTeam } from "../resolve.ts";
import { countThings, listNames } from "./look.ts";

export const userGroups: EvidenceProvider = {
  name: "user-groups",
  title: "User groups are there, and somebody is in each.",
  judge: (facts, team) => (team === null ? judgeAccount(facts) : judgeTeam(facts, team)),
};

function judgeAccount(facts: Facts): Evidence {
  if (facts.groups.length === 0) return { state: "red", why: "There is no user group." };
  const ids = facts.groups.map(({ id }) => id);
  return judgeFilled(facts, ids);
}

function judgeTeam(facts: Facts, { team, groups, missing }: ResolvedTeam): Evidence {
  const gone = missing.filter(({ what }) => what === "group").map(({ name }) => name);
  if (gone.length > 0)
    return { state: "red", why: `${team.name} names groups that are not there: ${listNames(gone)}.` };
  if (groups.length === 0) return { state: "red", why: `${team.name} has no user group.` };
  return judgeFilled(facts, groups);
}

function judgeFilled({ policy, groups }: Facts, ids: readonly string[]): Evidence {
  const filled = new Set(policy.principals.filter(({ active }) => active).flatMap((principal) => principal.groups));
  const names = new Map(groups.map(({ id, displayName }) => [id, displayName]));
  const empty = ids.filter((id) => !filled.has(id)).map((id) => names.get(id) ?? id);
  if (empty.length > 0) return { state: "amber", why: `Nobody who is active is in ${listNames(empty)}.` };
  return { state: "green", why: `Somebody is in each of ${countThings(ids.length, "group")}.` };
}

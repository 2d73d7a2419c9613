// Somebody can act and does not answer for it: one finding for each grant that gives too much. What a group gives too
// much to some of its members only is a matter of who is in it, and what an edited role gives one of that role.
import type { Reason } from "@remit/policy";
import type { Holder } from "../changes.ts";
import { placeKey } from "../reach/places.ts";
import { isWithin, joinReaches, type Reach, subtractReach } from "../reach/reach.ts";
import { describeExtent, type Extent, riskOfExtent } from "./access/extent.ts";
import { type AccessPart, partKey } from "./access/parts.ts";
import { bearersOfHolder, createRepair, groupHolder, roleByName, toHolder } from "./access/repair.ts";
import type { Bearers, Scene } from "./access/scene.ts";
import { type Finding, makeFinding, type Risk } from "./finding.ts";

/** A part of a holder's access that gives too much to some of those who have it. */
interface Excess {
  readonly holder: Holder;
  readonly part: AccessPart;
  readonly principals: readonly string[];
  readonly reach: Reach;
}

export function findOverReach(scene: Scene): Finding[] {
  const { direct, throughGroups } = collect(scene);
  const byGroup = throughGroups.flatMap((one) => splitByMember(scene, one));
  const all = [...direct, ...byGroup];
  const byRole = Map.groupBy(all, (one) => editedRole(scene, one));
  const ofHolders = byRole.get(null) ?? [];
  const memberships = Map.groupBy(ofHolders.filter(isMembership), ({ holder, member }) => `${holder.id} ${member.id}`);
  return [
    ...ofHolders.filter((one) => !isMembership(one)).map((one) => tellPart(scene, one)),
    ...[...memberships.values()].map((ones) => tellMembership(scene, ones)),
    ...[...byRole].flatMap(([name, ones]) => (name === null ? [] : [tellRole(scene, name, ones)])),
  ];
}

/** Through a group, and only for this member: others of the group may have it. */
interface Membership extends Excess {
  readonly member: Holder;
}

const isMembership = (one: Excess): one is Membership => "member" in one;

interface GroupExcess {
  readonly group: string;
  readonly part: AccessPart;
  readonly exceeding: { readonly bearers: Bearers; readonly reach: Reach }[];
  readonly within: Bearers[];
}

function collect({ bearers }: Scene): { readonly direct: Excess[]; readonly throughGroups: GroupExcess[] } {
  const direct: Excess[] = [];
  const groups = new Map<string, GroupExcess>();
  for (const one of bearers) {
    for (const { group, part, reach: held } of one.holdings) {
      const reach = subtractReach(held, one.allowed);
      if (group === null) {
        if (reach.size === 0) continue;
        for (const principal of one.principals) {
          direct.push({ holder: toHolder(principal), part, principals: [principal.id], reach });
        }
        continue;
      }
      const key = `${group} ${partKey(part)}`;
      const known = groups.get(key) ?? { group, part, exceeding: [], within: [] };
      groups.set(key, known);
      if (reach.size === 0) known.within.push(one);
      else known.exceeding.push({ bearers: one, reach });
    }
  }
  return { direct, throughGroups: [...groups.values()].filter(({ exceeding }) => exceeding.length > 0) };
}

function splitByMember(scene: Scene, { group, part, exceeding, within }: GroupExcess): Excess[] {
  const holder = groupHolder(scene, group);
  const fact = scene.facts.groups.find(({ id }) => id === group);
  // A team is who is in its group, and the members of other than cloud groups are decided elsewhere.
  const byMember = within.length > 0 && !scene.compiled.groups.has(group) && (fact?.kind ?? "cloud") === "cloud";
  if (!byMember) {
    const principals = exceeding.flatMap(({ bearers }) => bearers.principals.map(({ id }) => id)).sort();
    return [{ holder, part, principals, reach: joinReaches(exceeding.map(({ reach }) => reach)) }];
  }
  return exceeding.flatMap(({ bearers, reach }) =>
    bearers.principals.map((one): Membership => {
      return { holder, part, principals: [one.id], reach, member: toHolder(one) };
    }),
  );
}

/** The compiled role whose change is the cause: without it, all who have it here may have it. */
function editedRole(scene: Scene, { holder, part }: Excess): string | null {
  if (part.kind !== "custom-role") return null;
  const role = scene.facts.policy.customRoles.find(({ id }) => id === part.id);
  const spec = scene.compiled.roles.find((one) => one.spec.name === role?.name)?.spec;
  if (spec === undefined || roleByName(scene, spec.name) !== role) return null;
  const compiled = scene.measure.role(spec);
  return bearersOfHolder(scene, holder).every(({ allowed }) => isWithin(compiled, allowed)) ? spec.name : null;
}

function tellPart(scene: Scene, { holder, part, principals, reach }: Excess): Finding {
  const extent = describeExtent(reach, scene.facts);
  const reasons = reasonsFor(scene, holder, part, extent);
  const repair = createRepair(scene);
  repair.take(holder, part);
  const isAdmin = part.kind === "account-role" && (part.role === "owner" || part.role === "admin");
  const creatorOf = findCreatorTeam(scene, part, holder);
  const who = holder.kind === "group" ? `members of group ${holder.name} (${principals.length})` : holder.name;
  const why = isAdmin
    ? "and is in no team that answers for the account"
    : creatorOf !== null
      ? `and team ${creatorOf} answers for less`
      : "without answering for it";
  return makeFinding(
    {
      kind: isAdmin ? "owner-outside-team" : "over-reach",
      risk: riskOf(part, extent, creatorOf),
      text: `${who} can do ${extent.text} by ${namePart(scene, part)}, ${why}`,
      team: creatorOf ?? findTeam(scene, reach),
      subject: holder,
      principals,
      ...grantOf(extent),
      reasons,
      fix: repair.toChanges(),
    },
    holder.kind,
    holder.id,
    partKey(part),
    extent.digest,
  );
}

function tellMembership(scene: Scene, ones: readonly Membership[]): Finding {
  const [first] = ones as [Membership];
  const { holder: group, member } = first;
  const reach = joinReaches(ones.map((one) => one.reach));
  const extent = describeExtent(reach, scene.facts);
  const reasons = ones.flatMap(({ part }) => reasonsFor(scene, group, part, extent));
  const repair = createRepair(scene);
  repair.removeMember(group.id, member.id);
  return makeFinding(
    {
      kind: "over-reach",
      risk: riskOfExtent(extent),
      text: `${member.name} can do ${extent.text} as a member of group ${group.name}, without answering for it as others there do`,
      team: findTeam(scene, reach),
      subject: member,
      principals: [member.id],
      ...grantOf(extent),
      reasons,
      fix: repair.toChanges(),
    },
    member.kind,
    member.id,
    `group ${group.id}`,
    extent.digest,
  );
}

function tellRole(scene: Scene, name: string, ones: readonly Excess[]): Finding {
  const reach = joinReaches(ones.map((one) => one.reach));
  const extent = describeExtent(reach, scene.facts);
  const repair = createRepair(scene);
  repair.restoreRole(name);
  const holders = [...new Set(ones.map(({ holder }) => holder.name))].sort();
  return makeFinding(
    {
      kind: "over-reach",
      risk: riskOfExtent(extent),
      text: `custom role ${name} gives ${extent.text} to ${holders.join(", ")}, which is not what the matrix compiled it to`,
      team: findTeam(scene, reach),
      principals: [...new Set(ones.flatMap(({ principals }) => principals))].sort(),
      ...grantOf(extent),
      reasons: ones.flatMap(({ holder, part }) => reasonsFor(scene, holder, part, extent)),
      fix: repair.toChanges(),
    },
    "role",
    name,
    extent.digest,
  );
}

const grantOf = ({ grant, operations }: Extent) => ({ grant, operations });

function reasonsFor(scene: Scene, holder: Holder, part: AccessPart, { grant }: Extent): Reason[] {
  const group = holder.kind === "group" ? { id: holder.id, name: holder.name } : null;
  return scene.measure.reasons(part, grant).map((reason) => ({ ...reason, group }));
}

function namePart({ facts }: Scene, part: AccessPart): string {
  switch (part.kind) {
    case "account-role":
      return `account role ${part.role}`;
    case "custom-role":
      return `custom role ${facts.policy.customRoles.find(({ id }) => id === part.id)?.name ?? part.id}`;
    case "namespace":
      return `Namespace permission ${part.permission}`;
    case "project":
      return `project role ${part.role}`;
    case "implied":
      return part.grant.kind === "creator" ? "having created it" : "temporary access";
  }
}

/** Access that ends by itself, or that came with making a Namespace for one's own team, is no emergency. */
function riskOf(part: AccessPart, extent: Extent, creatorOf: string | null): Risk {
  if (part.kind === "implied" && (part.grant.kind === "temporary" || creatorOf !== null)) return "low";
  return riskOfExtent(extent);
}

/** The team whose Namespace was created by one of its own. */
function findCreatorTeam({ resolved }: Scene, part: AccessPart, { id }: Holder): string | null {
  if (part.kind !== "implied" || part.grant.kind !== "creator") return null;
  const { gives } = part.grant;
  const owners = (gives.kind === "namespace-access" && resolved.ownersOf.get(gives.namespace)) || [];
  const of = owners.filter(({ members }) => members.includes(id)).map(({ team }) => team.id);
  return of.sort()[0] ?? null;
}

/** The one team that answers for where too much can be done. */
function findTeam({ resolved }: Scene, reach: Reach): string | null {
  const places = [...reach.keys()].sort((a, b) => (placeKey(a) < placeKey(b) ? -1 : 1));
  const owners = places.map(
    ({ type, id }) => (type === "namespaces" && id !== null ? resolved.ownersOf.get(id) : []) ?? [],
  );
  const teams = new Set(owners.flatMap((of) => of.map(({ team }) => team.id)));
  return teams.size === 1 && owners.every((of) => of.length > 0) ? ([...teams][0] ?? null) : null;
}

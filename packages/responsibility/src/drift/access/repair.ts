// What mends a finding about access. Taking something from somebody must not take what they answer for: if their team's
// own group does not give that yet, it is given in the same repair. Each repair keeps this by itself, whatever others
// do, so that any of them can be carried out alone and all of them together.
import type { Access, NamespacePermission, Principal, ProjectRole } from "@remit/policy";
import { namespacePermissionsWeakestFirst, projectRoles, projectRolesWeakestFirst } from "@remit/policy";
import type { Change, Holder } from "../../changes.ts";
import { isAtLeast } from "../../compile/levels.ts";
import { isSameRole } from "../../compile/same-role.ts";
import { isWithin, meets, type Reach, subtractReach } from "../../reach/reach.ts";
import { createEdits, type Edit, levelsIn, setAccountRole, writeRole } from "./edits.ts";
import { type AccessPart, partsOf } from "./parts.ts";
import type { Bearers, Scene } from "./scene.ts";

/** A part that a group is to hold, or a compiled role by its name. */
export type CompiledPart =
  | Extract<AccessPart, { kind: "namespace" | "project" }>
  | { readonly kind: "compiled-role"; readonly name: string };

export interface Repair {
  /** Takes a part from a holder, or as much of it as those who have it by that may not have. */
  readonly take: (holder: Holder, part: AccessPart) => void;
  readonly removeMember: (group: string, user: string) => void;
  /** Gives a group of a team what it is to hold and lacks, as far as that is in what its members cannot do. */
  readonly give: (group: string, missing: Reach) => void;
  /** Makes a compiled role again what it was compiled to. */
  readonly restoreRole: (name: string) => void;
  readonly toChanges: () => Change[];
}

export function createRepair(scene: Scene): Repair {
  const { compiled, measure, groups, principals } = scene;
  const edits = createEdits(({ kind, id }) => (kind === "group" ? groups : principals).get(id)?.access);
  const restored = new Set<string>();

  const take = (holder: Holder, part: AccessPart): void => {
    const bearers = bearersOfHolder(scene, holder);
    const edit = edits.of(holder);
    switch (part.kind) {
      case "account-role":
        setAccountRole(edit, scene.model.matrix.baseline.floorRole || null);
        if (holder.kind === "group") for (const { principals, teams } of bearers) keepAdmins(principals, teams, part);
        break;
      case "custom-role":
        edit.roles.set(part.id, false);
        break;
      case "namespace":
        edit.namespaces.set(part.namespace, levelInstead(scene, holder, bearers, part));
        break;
      case "project":
        edit.projects.set(part.project, projectRoleInstead(scene, holder, bearers, part));
        break;
      case "implied":
        edits.add({ kind: "end-implied", holder, grant: part.grant });
        break;
    }
    for (const one of bearers) keepNeeded(one, measure.part(part));
  };

  /** Who runs the account by what a group has goes on doing so, by a role of their own. */
  const keepAdmins = (members: readonly Principal[], teams: Bearers["teams"], part: AccessPart): void => {
    if (part.kind !== "account-role" || (part.role !== "owner" && part.role !== "admin")) return;
    if (!teams.some(({ kind }) => kind.scope === "account")) return;
    for (const one of members) {
      if (one.access.accountRole !== "owner") setAccountRole(edits.of(toHolder(one)), part.role);
    }
  };

  /** What is lost here, and is in what a team's group is to give, is given by that group. */
  const keepNeeded = ({ isUser, teams, groups }: Bearers, lost: Reach): void => {
    if (!isUser) return;
    for (const team of teams) {
      const group = groups.find((id) => team.groups.includes(id));
      if (group !== undefined) give(group, lost);
    }
  };

  const give = (group: string, missing: Reach): void => {
    for (const part of lackingParts(scene, group)) {
      if (meets(reachOfCompiled(scene, part), missing)) givePart(group, part);
    }
  };

  const givePart = (group: string, part: CompiledPart): void => {
    const edit = edits.of(groupHolder(scene, group));
    if (part.kind === "namespace") edit.namespaces.set(part.namespace, part.permission);
    else if (part.kind === "project") giveProject(group, edit, part);
    else {
      const existing = roleByName(scene, part.name);
      if (existing === undefined) edit.newRoles.add(part.name);
      else edit.roles.set(existing.id, true);
      restoreRole(part.name);
    }
  };

  /** One role on a project takes the place of another, which may have given what the new one does not. */
  const giveProject = (group: string, edit: Edit, part: Extract<CompiledPart, { kind: "project" }>): void => {
    if (edit.projects.get(part.project) === part.role) return;
    edit.projects.set(part.project, part.role);
    const now = scene.groups.get(group)?.access.projects.find(({ project }) => project === part.project);
    if (now === undefined) return;
    const lost = subtractReach(measure.part({ kind: "project", ...now }), measure.part(part));
    if (lost.size === 0) return;
    for (const one of bearersOfHolder(scene, groupHolder(scene, group))) keepNeeded(one, lost);
  };

  const restoreRole = (name: string): void => {
    const spec = compiled.roles.find((role) => role.spec.name === name)?.spec;
    const existing = roleByName(scene, name);
    if (spec === undefined || restored.has(name) || (existing !== undefined && isSameRole(existing, spec))) return;
    restored.add(name);
    edits.add(writeRole(spec, existing?.id));
    if (existing === undefined) return;
    const wanted = measure.role(spec);
    for (const { holder, part } of holdingsOfRole(scene, existing.id)) {
      const bearers = bearersOfHolder(scene, holder);
      // Somebody else has the role: what it becomes again would be new to them.
      if (bearers.some(({ allowed }) => !isWithin(wanted, allowed))) take(holder, part);
      else for (const one of bearers) keepNeeded(one, subtractReach(measure.part(part), wanted));
    }
  };

  return {
    take,
    give,
    restoreRole,
    removeMember: (group, user) => {
      edits.add({ kind: "remove-member", group, user });
      const bearers = scene.bearersOf.get(user);
      const member = scene.principals.get(user);
      if (bearers === undefined || member === undefined) return;
      for (const { part, reach } of bearers.holdings.filter((holding) => holding.group === group)) {
        keepAdmins([member], bearers.teams, part);
        keepNeeded(bearers, reach);
      }
    },
    toChanges: edits.toChanges,
  };
}

/** The level that a holder keeps: for a team's group what was compiled, else the strongest that all who have it may have. */
function levelInstead(
  scene: Scene,
  holder: Holder,
  bearers: readonly Bearers[],
  part: Extract<AccessPart, { kind: "namespace" }>,
): NamespacePermission | null {
  const compiled = holder.kind === "group" ? scene.compiled.groups.get(holder.id) : undefined;
  if (compiled?.complete) return compiled.namespaces.get(part.namespace) ?? null;
  const may = (permission: NamespacePermission): boolean =>
    isAtLeast(part.permission, permission) && everybodyMay(scene, bearers, { ...part, permission });
  return namespacePermissionsWeakestFirst.findLast(may) ?? null;
}

function projectRoleInstead(
  scene: Scene,
  holder: Holder,
  bearers: readonly Bearers[],
  part: Extract<AccessPart, { kind: "project" }>,
): ProjectRole | null {
  const compiled = holder.kind === "group" ? scene.compiled.groups.get(holder.id) : undefined;
  if (compiled?.complete) return compiled.projects.get(part.project) ?? null;
  const held = scene.measure.part(part);
  const may = (role: ProjectRole): boolean => {
    const instead = { ...part, role };
    return (
      projectRoles[role].assignable &&
      isWithin(scene.measure.part(instead), held) &&
      everybodyMay(scene, bearers, instead)
    );
  };
  return projectRolesWeakestFirst.findLast(may) ?? null;
}

function everybodyMay({ measure }: Scene, bearers: readonly Bearers[], part: AccessPart): boolean {
  return bearers.every(({ allowed }) => isWithin(measure.part(part), allowed));
}

/** What a group is to hold by its teams and does not hold, or not all of. */
export function lackingParts(scene: Scene, group: string): CompiledPart[] {
  const { compiled, measure } = scene;
  const wanted = compiled.groups.get(group);
  const access = scene.groups.get(group)?.access;
  if (wanted === undefined || access === undefined) return [];
  const levels = levelsIn(access);
  const inProjects = new Map(
    access.projects.map((entry) => [entry.project, measure.part({ kind: "project", ...entry })]),
  );
  const roleIds = new Set(access.customRoles);
  const holdsRole = (name: string): boolean => {
    const role = roleByName(scene, name);
    if (role === undefined || !roleIds.has(role.id)) return false;
    return isWithin(
      reachOfCompiled(scene, { kind: "compiled-role", name }),
      measure.part({ kind: "custom-role", id: role.id }),
    );
  };
  return [
    ...[...wanted.namespaces]
      .filter(([id, level]) => !isAtLeast(levels.get(id) ?? null, level))
      .map(([namespace, permission]) => ({ kind: "namespace", namespace, permission }) as const),
    ...[...wanted.projects]
      .map(([project, role]) => ({ kind: "project", project, role }) as const)
      .filter((part) => !isWithin(measure.part(part), inProjects.get(part.project) ?? new Map())),
    ...wanted.roles.filter((name) => !holdsRole(name)).map((name) => ({ kind: "compiled-role", name }) as const),
  ];
}

export function reachOfCompiled({ compiled, measure }: Scene, part: CompiledPart): Reach {
  if (part.kind !== "compiled-role") return measure.part(part);
  const role = compiled.roles.find(({ spec }) => spec.name === part.name);
  return role === undefined ? new Map() : measure.role(role.spec);
}

export const roleByName = ({ facts }: Scene, name: string) =>
  facts.policy.customRoles.find((role) => role.name === name);

/** By what groups and principals themselves have a role, for good or for a time. */
function holdingsOfRole({ facts }: Scene, id: string): { readonly holder: Holder; readonly part: AccessPart }[] {
  const givesRole = (part: AccessPart): boolean =>
    part.kind === "implied"
      ? part.grant.gives.kind === "custom-role" && part.grant.gives.customRole === id
      : part.kind === "custom-role" && part.id === id;
  const on = (holder: Holder, access: Access) =>
    partsOf(access)
      .filter(givesRole)
      .map((part) => ({ holder, part }));
  const { groups, principals } = facts.policy;
  return [
    ...groups.flatMap(({ id: group, name, access }) => on({ kind: "group", id: group, name }, access)),
    ...principals.flatMap((one) => on(toHolder(one), one.access)),
  ];
}

export function bearersOfHolder({ membersOf, bearersOf }: Scene, { kind, id }: Holder): readonly Bearers[] {
  if (kind === "group") return membersOf.get(id) ?? [];
  const one = bearersOf.get(id);
  return one === undefined ? [] : [one];
}

export function toHolder({ kind, id, name }: Principal): Holder {
  return { kind: kind === "user" ? "user" : "service-account", id, name };
}

export function groupHolder({ groups }: Scene, id: string): Holder {
  return { kind: "group", id, name: groups.get(id)?.name ?? id };
}

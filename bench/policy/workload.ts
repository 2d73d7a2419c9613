// The workload of the policy benchmark: a made-up account of one of three sizes, and questions about it, half of which
// are to be allowed. Everything follows from the seed.
import { createRandom, type Random } from "../../packages/policy/test-kit/random.ts";
import {
  ACTIONS,
  type Entry,
  type Holder,
  levels,
  type Size,
  sizes,
  type User,
  type Workload,
  type WorkloadRole,
} from "./account.ts";
import { naiveCheck } from "./naive.ts";

export * from "./account.ts";

export interface Query {
  readonly user: number;
  readonly action: number;
  readonly namespace: number;
  readonly allowed: boolean;
}

export interface RoleEdit {
  readonly role: number;
  readonly entries: readonly Entry[];
  /** What the edit newly allows. */
  readonly query: Omit<Query, "allowed">;
}

/** Makes the account. */
export function createWorkload(size: Size, seed: number): Workload {
  const random = createRandom(seed);
  const { users, namespaces, roles } = sizes[size];
  const projects = namespaces / 20;
  const groups = users / 20;
  return {
    size,
    projects,
    projectOf: times(namespaces, () => random.whole(0, projects - 1)),
    roles: times(roles, () => times(random.whole(1, 20), () => createEntry(random, namespaces, projects))),
    groups: times(groups, () => createHolder(random, roles, namespaces, 3, [1, 20])),
    users: times(users, () => ({
      ...createHolder(random, roles, namespaces, 2, [0, 10]),
      account: createAccountRole(random),
      groups: distinct(random, groups, 3),
    })),
  };
}

function createEntry(random: Random, namespaces: number, projects: number): Entry {
  const actions = distinct(random, ACTIONS, random.whole(1, 10));
  const kind = random.next();
  if (kind < 0.02) return { actions, scope: "all" };
  if (kind < 0.27) return { actions, scope: { project: random.whole(0, projects - 1) } };
  return { actions, scope: { namespaces: distinct(random, namespaces, random.whole(1, 50)) } };
}

function createHolder(
  random: Random,
  roles: number,
  namespaces: number,
  most: number,
  [low, high]: [number, number],
): Holder {
  return {
    roles: distinct(random, roles, random.whole(0, most)),
    namespaces: distinct(random, namespaces, random.whole(low, high)).map((namespace) => {
      const kind = random.next();
      return [namespace, kind < 0.5 ? 0 : kind < 0.85 ? 1 : 2] as const;
    }),
  };
}

function createAccountRole(random: Random): WorkloadRole {
  const kind = random.next();
  if (kind < 0.005) return "owner";
  if (kind < 0.02) return "admin";
  if (kind < 0.05) return "read";
  if (kind < 0.5) return "developer";
  return kind < 0.55 ? "finance_admin" : "none";
}

/** Questions, half of them allowed, in random order. */
export function createQueries(workload: Workload, count: number, seed: number): Query[] {
  const random = createRandom(seed);
  const queries: Query[] = [];
  while (queries.length < count) {
    const allowed = queries.length % 2 === 0;
    const user = random.whole(0, workload.users.length - 1);
    for (let tries = 0; tries < 50; tries++) {
      const { action, namespace } =
        allowed && random.chance(0.6) ? targeted(workload, random, user) : anything(workload, random);
      if (naiveCheck(workload, user, action, namespace) !== allowed) continue;
      queries.push({ user, action, namespace, allowed });
      break;
    }
  }
  return shuffle(random, queries);
}

/** An action on a Namespace that some grant of the user speaks of. */
function targeted(workload: Workload, random: Random, user: number): { action: number; namespace: number } {
  const own = workload.users[user] as User;
  const holder = random.pick([own, ...own.groups.map((group) => workload.groups[group] as Holder)]);
  if (holder.roles.length > 0 && random.chance(0.6)) {
    const entry = random.pick(workload.roles[random.pick(holder.roles)] ?? []);
    const named = typeof entry.scope === "object" && "namespaces" in entry.scope ? entry.scope.namespaces : null;
    return {
      action: random.pick(entry.actions),
      namespace: named ? random.pick(named) : anything(workload, random).namespace,
    };
  }
  if (holder.namespaces.length === 0) return anything(workload, random);
  const [namespace, level] = random.pick(holder.namespaces);
  return { action: random.whole(0, (levels[level] as number) - 1), namespace };
}

function anything(workload: Workload, random: Random): { action: number; namespace: number } {
  return { action: random.whole(0, ACTIONS - 1), namespace: random.whole(0, workload.projectOf.length - 1) };
}

/** Edits that each add one action on one Namespace to a role, and someone who can do it only thereafter. */
export function createEdits(workload: Workload, count: number, seed: number): RoleEdit[] {
  const random = createRandom(seed);
  const edits: RoleEdit[] = [];
  while (edits.length < count) {
    const user = random.whole(0, workload.users.length - 1);
    const own = workload.users[user] as User;
    const held = [...own.roles, ...own.groups.flatMap((group) => (workload.groups[group] as Holder).roles)];
    if (held.length === 0) continue;
    const role = random.pick(held);
    const { action, namespace } = anything(workload, random);
    if (naiveCheck(workload, user, action, namespace)) continue;
    const added: Entry = { actions: [action], scope: { namespaces: [namespace] } };
    edits.push({ role, entries: [...(workload.roles[role] ?? []), added], query: { user, action, namespace } });
  }
  return edits;
}

export function distinct(random: Random, size: number, count: number): number[] {
  const found = new Set<number>();
  while (found.size < Math.min(count, size)) found.add(random.whole(0, size - 1));
  return [...found];
}

function shuffle<T>(random: Random, items: T[]): T[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = random.whole(0, at);
    [items[at], items[other]] = [items[other] as T, items[at] as T];
  }
  return items;
}

export function times<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

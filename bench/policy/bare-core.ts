// The limit: the workload as typed arrays and nothing else. No reasons, no time, no resource types, no existence, no
// snapshots: a role edit flips bits in place. What a real core is measured against.
import type { PolicyData } from "../../packages/policy/src/index.ts";
import { actionId } from "./ids.ts";
import { ACTIONS, accountRoles, type Entry, levels, times, type Workload } from "./workload.ts";

export interface BareCore {
  readonly check: (user: string, action: string, namespace: string) => boolean;
  readonly setRole: (role: number, before: readonly Entry[], after: readonly Entry[]) => void;
}

/** Builds the arrays. Its maps are keyed by the id strings of the policy data, as those of the core under test are. */
export function createBareCore(workload: Workload, { principals, namespaces: named }: PolicyData): BareCore {
  const words = (workload.roles.length + 31) >>> 5;
  // By (Namespace, action): the set of roles that give it.
  const roleBits = new Uint32Array(workload.projectOf.length * ACTIONS * words);
  const members = times(workload.projects, (): number[] => []);
  for (const [namespace, project] of workload.projectOf.entries()) members[project]?.push(namespace);
  const visit = (entries: readonly Entry[], give: (at: number) => void): void => {
    for (const { actions, scope } of entries) {
      const reached =
        scope === "all"
          ? workload.projectOf.keys()
          : "project" in scope
            ? (members[scope.project] ?? [])
            : scope.namespaces;
      for (const namespace of reached) for (const action of actions) give((namespace * ACTIONS + action) * words);
    }
  };
  const setRole = (role: number, before: readonly Entry[], after: readonly Entry[]): void => {
    const [word, bit] = [role >>> 5, 1 << (role & 31)];
    visit(before, (at) => {
      roleBits[at + word] = (roleBits[at + word] as number) & ~bit;
    });
    visit(after, (at) => {
      roleBits[at + word] = (roleBits[at + word] as number) | bit;
    });
  };
  for (const [role, entries] of workload.roles.entries()) setRole(role, [], entries);
  const check = createCheck(workload, roleBits, words);
  const users = numbersOf(principals.map(({ id }) => id));
  const actions = numbersOf(times(ACTIONS, actionId));
  const namespaces = numbersOf(named.map(({ id }) => id));
  return {
    setRole,
    check: (user, action, namespace) => {
      const u = users.get(user);
      const a = actions.get(action);
      const n = namespaces.get(namespace);
      return u !== undefined && a !== undefined && n !== undefined && check(u, a, n);
    },
  };
}

function numbersOf(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, number) => [id, number]));
}

/**
 * One run of memory for each user: account actions and counts, all roles (the groups' too), Namespaces with levels, and
 * where the groups' Namespaces are.
 */
function createCheck(workload: Workload, roleBits: Uint32Array, words: number) {
  const packed = (entries: readonly (readonly [number, number])[]): number[] =>
    entries.map(([id, level]) => (id << 2) | level);
  const groupData: number[] = [];
  const groupAt = workload.groups.map(({ namespaces }) => {
    groupData.push(namespaces.length, ...packed(namespaces));
    return groupData.length - namespaces.length - 1;
  });
  const userData: number[] = [];
  const userAt = workload.users.map(({ account, roles, groups, namespaces }) => {
    const at = userData.length;
    const all = [...new Set([...roles, ...groups.flatMap((group) => workload.groups[group]?.roles ?? [])])];
    userData.push(accountRoles[account] | (all.length << 8) | (namespaces.length << 16) | (groups.length << 24));
    userData.push(...all, ...packed(namespaces), ...groups.map((group) => groupAt[group] ?? 0));
    return at;
  });
  return scan(Int32Array.from(userData), Int32Array.from(userAt), Int32Array.from(groupData), roleBits, words);
}

function scan(users: Int32Array, userAt: Int32Array, groups: Int32Array, roleBits: Uint32Array, words: number) {
  const above = Uint8Array.from(levels);
  const gives = (packed: number, action: number, namespace: number): boolean =>
    packed >>> 2 === namespace && action < (above[packed & 3] as number);
  return (user: number, action: number, namespace: number): boolean => {
    let at = userAt[user] as number;
    const head = users[at++] as number;
    if (action < (head & 255)) return true;
    const row = (namespace * ACTIONS + action) * words;
    for (const end = at + ((head >>> 8) & 255); at < end; at++) {
      const role = users[at] as number;
      if ((roleBits[row + (role >>> 5)] as number) & (1 << (role & 31))) return true;
    }
    for (const end = at + ((head >>> 16) & 255); at < end; at++)
      if (gives(users[at] as number, action, namespace)) return true;
    for (const end = at + (head >>> 24); at < end; at++) {
      const group = users[at] as number;
      const last = group + (groups[group] as number);
      for (let entry = group + 1; entry <= last; entry++)
        if (gives(groups[entry] as number, action, namespace)) return true;
    }
    return false;
  };
}

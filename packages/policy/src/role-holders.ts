// Who holds a role, from the lists of holders.
import { type Holders, listAt } from "./compiled/holders.ts";
import { expiryAt, GIVES_ROLE, visitLasting } from "./compiled/implied.ts";
import { ACCOUNT_ROLE_SHIFT, GROUPS_END, IMPLIED_END, PROJECTS_END, ROLES_END } from "./compiled/records.ts";
import type { Snapshot } from "./compiled/snapshot.ts";
import { accountRoleNames, CUSTOM_ROLES } from "./compiled/vocabulary.ts";
import { recordsOfPrincipal } from "./list-allowed.ts";
import type { AccountRole } from "./types.ts";

/** The active principals that hold a custom role at `now`, themselves or through a group, for good or for a time. */
export function holdersOfRole(snapshot: Snapshot, roleId: string, now: number): string[] {
  const number = snapshot.ids.resources[CUSTOM_ROLES]?.numbers.get(roleId);
  if (number === undefined) return [];
  const forTime = holdersOf(snapshot, "impliedRole", number);
  const lasting = forTime.filter((principal) => endOfRole(snapshot, principal, roleId, now) !== undefined);
  return [...new Set([...holdersOf(snapshot, "role", number), ...lasting])];
}

/**
 * When an active principal ceases to hold a custom role, in Unix milliseconds; null is never. Undefined: it does not hold
 * the role at `now`.
 */
export function endOfRole(
  snapshot: Snapshot,
  principalId: string,
  roleId: string,
  now: number,
): number | null | undefined {
  const principal = snapshot.ids.principals.numbers.get(principalId);
  const role = snapshot.ids.resources[CUSTOM_ROLES]?.numbers.get(roleId);
  if (principal === undefined || role === undefined) return undefined;
  const ends = recordsOfPrincipal(snapshot, principal).map((record) => endInRecord(snapshot, record, role, now));
  const last = Math.max(...ends);
  if (last === Number.POSITIVE_INFINITY) return null;
  return last === Number.NEGATIVE_INFINITY ? undefined : last;
}

/** The latest end of a role in one record: Infinity when it stays, -Infinity when it is not held. */
function endInRecord({ arena: { data } }: Snapshot, record: number, role: number, now: number): number {
  const end = (part: number): number => record + (data[record + part] as number);
  if (data.subarray(end(GROUPS_END), end(ROLES_END)).includes(role)) return Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  visitLasting(data, end(PROJECTS_END), end(IMPLIED_END), now, (gives, number, at) => {
    if (gives === GIVES_ROLE && number === role) last = Math.max(last, expiryAt(data, at));
  });
  return last;
}

/** The active principals that hold an account role, themselves or through a group. */
export function holdersOfAccountRole(snapshot: Snapshot, role: AccountRole): string[] {
  const number = accountRoleNames.indexOf(role);
  return number < 1 ? [] : holdersOf(snapshot, "account", number);
}

/** Whether an active principal holds an account role, itself or through a group. */
export function holdsAccountRole(snapshot: Snapshot, principalId: string, role: AccountRole): boolean {
  const number = snapshot.ids.principals.numbers.get(principalId);
  const wanted = accountRoleNames.indexOf(role);
  if (number === undefined || wanted < 1) return false;
  const { data } = snapshot.arena;
  return recordsOfPrincipal(snapshot, number).some((at) => (data[at] as number) >>> ACCOUNT_ROLE_SHIFT === wanted);
}

function holdersOf({ ids, principalHolders, groupHolders }: Snapshot, family: keyof Holders, key: number): string[] {
  const holders = new Set(listAt(principalHolders[family], key));
  for (const group of listAt(groupHolders[family], key)) {
    for (const member of listAt(principalHolders.member, group)) holders.add(member);
  }
  return [...holders].map((holder) => ids.principals.names[holder] ?? "");
}

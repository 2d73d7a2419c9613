// Who holds a role, from the lists of holders.
import { type Holders, listAt } from "./compiled/holders.ts";
import { ACCOUNT_ROLE_SHIFT } from "./compiled/records.ts";
import type { Snapshot } from "./compiled/snapshot.ts";
import { accountRoleNames, CUSTOM_ROLES } from "./compiled/vocabulary.ts";
import { recordsOfPrincipal } from "./list-allowed.ts";
import type { AccountRole } from "./types.ts";

/** The active principals that hold a custom role, themselves or through a group. */
export function holdersOfRole(snapshot: Snapshot, roleId: string): string[] {
  const number = snapshot.ids.resources[CUSTOM_ROLES]?.numbers.get(roleId);
  return number === undefined ? [] : holdersOf(snapshot, "role", number);
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

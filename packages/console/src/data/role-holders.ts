// Who is assigned which custom role. The API has no such question: everybody's access is looked through.
import { useMemo } from "react";
import { useMay } from "./access-questions.ts";
import { customRolesOf, fromServiceAccount, fromUser, fromUserGroup, type Identity } from "./identities.ts";
import { useServiceAccounts } from "./service-accounts.ts";
import { useUserGroups } from "./user-groups.ts";
import { useUsers } from "./users.ts";

export interface RoleHolders {
  of(roleId: string): readonly Identity[];
  /** False while some are still on their way. */
  readonly complete: boolean;
  /** Why nobody can be shown; null when everybody can. What is not shown is not nobody. */
  readonly hidden: string | null;
  readonly error: Error | null;
}

const nobody: readonly Identity[] = [];

/** By direct assignment: those who hold a role through a group are the group. */
export function useRoleHolders(): RoleHolders {
  const may = useMay("cloud.user.update");
  const enabled = may.allowed === true;
  const users = useUsers({ enabled });
  const groups = useUserGroups({ enabled });
  const serviceAccounts = useServiceAccounts({ enabled });
  const holders = useMemo(() => {
    const identities = [
      ...users.items.map(fromUser),
      ...groups.items.map(fromUserGroup),
      ...serviceAccounts.items.map(fromServiceAccount),
    ];
    return groupByRole(identities);
  }, [users.items, groups.items, serviceAccounts.items]);
  return {
    of: (roleId) => holders.get(roleId) ?? nobody,
    complete: users.complete && groups.complete && serviceAccounts.complete,
    hidden: may.allowed === false ? "Who holds a role is shown to those who administer identities." : null,
    error: users.error ?? groups.error ?? serviceAccounts.error,
  };
}

function groupByRole(identities: readonly Identity[]): ReadonlyMap<string, readonly Identity[]> {
  const byRole = new Map<string, Identity[]>();
  for (const identity of identities) {
    for (const role of customRolesOf(identity)) {
      const holders = byRole.get(role);
      // Put at the end, not copied: ten thousand people may hold one role.
      if (holders === undefined) byRole.set(role, [identity]);
      else holders.push(identity);
    }
  }
  return byRole;
}

/** "2 users, 1 group". */
export function countHolders(holders: readonly Identity[]): string {
  const words = {
    user: ["user", "users"],
    "user-group": ["group", "groups"],
    "service-account": ["service account", "service accounts"],
  };
  return Object.entries(words)
    .map(([kind, [one, many]]) => {
      const count = holders.filter((holder) => holder.kind === kind).length;
      return count === 0 ? "" : `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
    })
    .filter(Boolean)
    .join(", ");
}

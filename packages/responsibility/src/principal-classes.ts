// Principals that hold the same, together: most people hold what their groups hold and nothing else, so what is true of
// one is true of hundreds.
import type { Access, PolicyData, Principal } from "@remit/policy";

/** Principals of one kind with equal own access and the same groups, in the order of their ids. */
export type PrincipalClass = readonly [Principal, ...Principal[]];

export function classifyPrincipals({ principals }: Pick<PolicyData, "principals">): PrincipalClass[] {
  const last = new Map(principals.map((one) => [one.id, one]));
  const classes = Map.groupBy(last.values(), classKey);
  return [...classes.values()].map(
    (members) => members.sort((a, b) => (a.id < b.id ? -1 : 1)) as [Principal, ...Principal[]],
  );
}

function classKey({ kind, active, access, groups }: Principal): string {
  return `${kind} ${active} ${JSON.stringify([...new Set(groups)].sort())} ${accessKey(access)}`;
}

function accessKey({ accountRole, customRoles, namespaces, projects, implied }: Access): string {
  if (customRoles.length + namespaces.length + projects.length + implied.length === 0) return `${accountRole}`;
  const sorted = [customRoles, namespaces, projects, implied].map((list) =>
    list.map((one) => JSON.stringify(one)).sort(),
  );
  return JSON.stringify([accountRole, sorted]);
}

// Whoever holds access of its own, and whose use that access is for.
import type { Access, ImpliedGrant, PolicyData } from "@remit/policy";
import type { Holder } from "../changes.ts";

export interface AccessHolder {
  readonly holder: Holder;
  readonly access: Access;
  /** Ids of the principals that have it: the holder itself, or the members of the group. */
  readonly principals: readonly string[];
}

/** All groups and principals. Of two of one id the last counts, as when a policy is compiled. */
export function accessHolders({ groups, principals }: PolicyData): AccessHolder[] {
  const people = lastOf(principals);
  const members = new Map<string, string[]>();
  for (const person of people) {
    for (const group of new Set(person.groups)) {
      const list = members.get(group) ?? [];
      list.push(person.id);
      members.set(group, list);
    }
  }
  return [
    ...lastOf(groups).map(({ id, name, access }) => ({
      holder: { kind: "group" as const, id, name },
      access,
      principals: members.get(id) ?? [],
    })),
    ...people.map(({ id, name, kind, access }) => ({
      holder: { kind: kind === "user" ? ("user" as const) : ("service-account" as const), id, name },
      access,
      principals: [id],
    })),
  ];
}

/** Each id once, the last of it. */
export function lastOf<Thing extends { readonly id: string }>(things: readonly Thing[]): Thing[] {
  return [...new Map(things.map((thing) => [thing.id, thing])).values()];
}

/** Whether a custom role is held, or was given for a time that may have ended. */
export function holdsRole({ customRoles, implied }: Access, roleId: string): boolean {
  return customRoles.includes(roleId) || implied.some((grant) => givesRole(grant, roleId));
}

export function givesRole({ gives }: ImpliedGrant, roleId: string): boolean {
  return gives.kind === "custom-role" && gives.customRole === roleId;
}

// Who may see what users, groups and service accounts hold: those who administer identities, and each their own.
import { check } from "@remit/policy";
import type { Call } from "./call.ts";

/** A resource as the caller may see it. */
export interface Seen<Row> {
  readonly row: Row;
  /** Whether its access, and a user's invitation, may be shown. */
  readonly full: boolean;
}

export function administersIdentities({ view, caller, now }: Pick<Call, "view" | "caller" | "now">): boolean {
  const account = { type: "accounts", id: view.account } as const;
  return check(view.snapshot, caller?.principalId ?? "", "cloud.user.update", account, now.getTime());
}

/** Everything to administrators; to others their own record in full and the rest without what it holds. */
export function seenBy<Row extends { readonly id: string }>(call: Call): (row: Row) => Seen<Row> {
  const all = administersIdentities(call);
  return (row) => ({ row, full: all || row.id === call.caller?.principalId });
}

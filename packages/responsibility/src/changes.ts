// Changes of access, as a plan holds them: what compiling and repairing drift both come to. Each is one call of the
// Cloud Ops API, so that a plan can be carried out against any server of it. Ids are those of `Facts`.
import type { Access, ImpliedGrant, NamespacePermission, ProjectRole, RoleSpec } from "@remit/policy";

export type Change =
  | { readonly kind: "create-role"; readonly role: RoleSpec }
  | { readonly kind: "update-role"; readonly roleId: string; readonly role: RoleSpec }
  | { readonly kind: "delete-role"; readonly roleId: string; readonly name: string }
  /** What the holder is to hold; a role that the plan makes stands by its name in `newRoles`. */
  | {
      readonly kind: "set-access";
      readonly holder: Holder;
      readonly access: HeldAccess;
      readonly newRoles: readonly string[];
    }
  /** Ends what a holder has by being a Namespace's creator, or for a time: no access shows it, so none can leave it out. */
  | { readonly kind: "end-implied"; readonly holder: Holder; readonly grant: ImpliedGrant }
  | { readonly kind: "remove-member"; readonly group: string; readonly user: string }
  | { readonly kind: "delete-key"; readonly keyId: string; readonly name: string };

export interface Holder {
  readonly kind: "group" | "user" | "service-account";
  readonly id: string;
  readonly name: string;
}

/** The parts of an access that a plan may set. */
export type HeldAccess = Pick<Access, "accountRole" | "customRoles"> & {
  readonly namespaces: readonly { readonly namespace: string; readonly permission: NamespacePermission }[];
  readonly projects: readonly { readonly project: string; readonly role: ProjectRole }[];
};

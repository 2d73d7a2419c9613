// Somebody who has access to a Namespace or to a project, of whatever kind.

export interface AccessHolder {
  readonly kind: "User" | "Group" | "Service account";
  readonly id: string;
  readonly name: string;
  /** In words: "Write". */
  readonly permission: string;
  /** Through an account role, a project or a group, and not given on the very thing. */
  readonly inherited: boolean;
}

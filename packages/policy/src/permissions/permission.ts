// The shape of one row of the permission catalogue, and the constructor that keeps its name as a literal type.
import type { ResourceType } from "../types.ts";

/** read: no change. write: changes a workload resource. admin: identities, access, roles, account, audit, network. */
export type PermissionKind = "read" | "write" | "admin";

/** One operation: what it does, on which resource types, and whether a custom role may carry it. */
export interface Permission<Name extends string = string> {
  readonly operation: Name;
  readonly kind: PermissionKind;
  /** Where a check or a grant of the operation has a meaning, the widest type first. */
  readonly resourceTypes: readonly ResourceType[];
  readonly description: string;
  readonly grantable: boolean;
  /** Lower case, without a full stop; null when grantable. */
  readonly reasonNotGrantable: string | null;
  /** data: done inside a Namespace, on a Temporal server. control: everything else. */
  readonly plane: "control" | "data";
  /** True for names that are Remit's own; they must never be shown as Temporal's. */
  readonly nameIsOurs: boolean;
  /** True when nothing asks for it: valid to name in a role, granted to nobody, never allowed. */
  readonly inert: boolean;
  /** Types that the public table lists, where it would have no effect, each with the reason for refusing it. */
  readonly refusedOn: Readonly<Partial<Record<ResourceType, string>>>;
}

interface PermissionOptions {
  readonly reasonNotGrantable?: string;
  readonly plane?: Permission["plane"];
  readonly nameIsOurs?: boolean;
  readonly inert?: boolean;
  readonly refusedOn?: Readonly<Partial<Record<ResourceType, string>>>;
}

/** Makes one row; grantable unless a reason against it is given. */
export function permission<const Name extends string>(
  operation: Name,
  kind: PermissionKind,
  resourceTypes: readonly ResourceType[],
  description: string,
  options: PermissionOptions = {},
): Permission<Name> {
  return {
    operation,
    kind,
    resourceTypes,
    description,
    grantable: options.reasonNotGrantable === undefined,
    reasonNotGrantable: options.reasonNotGrantable ?? null,
    plane: options.plane ?? "control",
    nameIsOurs: options.nameIsOurs ?? false,
    inert: options.inert ?? false,
    refusedOn: options.refusedOn ?? {},
  };
}

// One row of the data plane: always on Namespaces, always a name of Remit's own.
import { type Permission, type PermissionKind, permission } from "../permission.ts";

/**
 * Makes one row. The kind is the access that Temporal's own server asks for the calls behind it: read, write, or admin of
 * the Namespace. So the levels, which are sets by kind, admit on a gateway what the server behind it would.
 */
export function dataPlanePermission<const Name extends `temporal.${string}`>(
  operation: Name,
  kind: PermissionKind,
  description: string,
): Permission<Name> {
  return permission(operation, kind, ["namespaces"], description, { nameIsOurs: true, plane: "data" });
}

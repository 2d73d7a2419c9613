// Remit's own operations: who answers for what, whether that agrees with who can act, and requests for access.
import { type Permission, type PermissionKind, permission } from "./permission.ts";

function remitPermission<const Name extends `remit.${string}`>(
  operation: Name,
  kind: PermissionKind,
  description: string,
): Permission<Name> {
  return permission(operation, kind, ["accounts"], description, { nameIsOurs: true });
}

export const remitPermissions = [
  remitPermission(
    "remit.access.review",
    "read",
    "See what each principal was granted and used, and the smaller role that would do",
  ),
  // What is acknowledged is reported no longer, so it is as good as a change of who may do what.
  remitPermission("remit.drift.acknowledge", "admin", "Accept a drift as an exception, with a reason and an end"),
  remitPermission(
    "remit.drift.get",
    "read",
    "See where responsibility and access disagree, and the plan that mends it",
  ),
  // It opens what a server has to whoever holds something in the project that it comes into.
  remitPermission(
    "remit.namespace.adopt",
    "admin",
    "Take Namespaces that a Temporal server has already under management, and release them",
  ),
  remitPermission("remit.metrics.get", "read", "Read the metrics of all Namespaces, as a collector does"),
  remitPermission("remit.request.create", "write", "Ask for access or for a Namespace"),
  remitPermission("remit.request.list", "read", "See everybody's requests; one's own need nothing"),
  remitPermission("remit.responsibility.attest", "write", "Attest that a responsibility is met, until a date"),
  remitPermission(
    "remit.responsibility.get",
    "read",
    "Read the responsibility matrix, teams, go-links and evidence, and ask who answers for a thing",
  ),
  // Teams say whose groups get access and who approves requests.
  remitPermission("remit.responsibility.update", "admin", "Change the responsibility matrix, teams and go-links"),
] as const;

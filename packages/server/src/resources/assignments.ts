// Who has access to a namespace or project, and whether it was given there or comes with a wider role.
import { fromBinary } from "@bufbuild/protobuf";
import type * as policy from "@remit/policy";
import { namespacePermissionsWeakestFirst, projectRoles, projectRolesWeakestFirst } from "@remit/policy";
import {
  ServiceAccountSpecSchema,
  UserGroupSpecSchema,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { toServiceAccountAccess } from "@remit/protocol/policy-access";
import type { PolicyView } from "../authorize/view.ts";
import type { Reader } from "../store/database.ts";
import { readImpliedGrantsOn, toImpliedGrant } from "../store/implied-grants.ts";
import type { NamespaceName } from "../store/policy-data.ts";
import type { ServiceAccountRow } from "../store/service-accounts.ts";
import { readTemporaryGrantsOn, toTemporaryGrant } from "../store/temporary-grants.ts";
import type { UserGroupRow } from "../store/user-groups.ts";
import type { UserRow } from "../store/users.ts";
import { toPolicy } from "./access.ts";

/** What one user, group or service account has on one namespace or project. */
export interface Assignment<Level> {
  /** What was given there, or where nothing was, what comes with the wider role. */
  readonly level: Level;
  /** A wider role gives access, too: an account role or, on a namespace, a role on its project. */
  readonly inherited: boolean;
}

/** What an access says about one namespace; groups of a user count as holders of their own. Null: nothing. */
export function toNamespaceAssignment(
  access: policy.Access,
  namespace: NamespaceName,
  now: number,
): Assignment<policy.NamespacePermission> | null {
  const implied = lastingAt(access, now);
  const given = strongest(
    [...access.namespaces, ...implied.filter((gives) => gives.kind === "namespace-access")].filter(
      (entry) => entry.namespace === namespace.uid,
    ),
  );
  const wider = strongest([
    ...(hasAllAdmin(access) ? [{ permission: "admin" as const }] : []),
    ...[...access.projects, ...implied.filter((gives) => gives.kind === "project-access")]
      .filter(({ project }) => project === namespace.project)
      .map(({ role }) => ({ permission: projectRoles[role].namespacePermission })),
  ]);
  const level = given ?? wider;
  return level === null ? null : { level, inherited: wider !== null };
}

/** What an access says about one project. Null: nothing. */
export function toProjectAssignment(
  access: policy.Access,
  project: string,
  now: number,
): Assignment<policy.ProjectRole> | null {
  const implied = lastingAt(access, now).filter((gives) => gives.kind === "project-access");
  const roles = [...access.projects, ...implied].filter((entry) => entry.project === project).map(({ role }) => role);
  const given = projectRolesWeakestFirst.findLast((role) => roles.includes(role)) ?? null;
  const wider = hasAllAdmin(access) ? "admin" : access.accountRole === "developer" ? "developer" : null;
  const level = given ?? wider;
  return level === null ? null : { level, inherited: wider !== null };
}

/** What implied grants give at a moment: those that have not ended. */
const lastingAt = ({ implied }: policy.Access, now: number): policy.ImpliedAccess[] =>
  implied.filter(({ expiresAt }) => expiresAt === null || now < expiresAt).map(({ gives }) => gives);

const hasAllAdmin = ({ accountRole }: policy.Access): boolean => accountRole === "owner" || accountRole === "admin";

function strongest(
  entries: readonly { readonly permission: policy.NamespacePermission | null }[],
): policy.NamespacePermission | null {
  return (
    namespacePermissionsWeakestFirst.findLast((level) => entries.some(({ permission }) => permission === level)) ?? null
  );
}

type Implied = readonly policy.ImpliedGrant[];

export const accessOfUser = (view: PolicyView, row: UserRow, implied: Implied): policy.Access =>
  toPolicy(view, fromBinary(UserSpecSchema, row.spec).access, implied);

export const accessOfUserGroup = (view: PolicyView, row: UserGroupRow): policy.Access =>
  toPolicy(view, fromBinary(UserGroupSpecSchema, row.spec).access);

export const accessOfServiceAccount = (view: PolicyView, row: ServiceAccountRow, implied: Implied): policy.Access =>
  toServiceAccountAccess(
    fromBinary(ServiceAccountSpecSchema, row.spec),
    (id) => view.namespacesById.get(id)?.uid,
    implied,
  );

/** The implied and temporary grants on a namespace and its project, by principal. */
export async function readImpliedBy(
  reader: Reader,
  namespace: NamespaceName,
): Promise<(principalId: string) => Implied> {
  const implied = await readImpliedGrantsOn(reader, namespace.uid);
  const temporary = await readTemporaryGrantsOn(reader, "namespace_uid", namespace.uid);
  const onProject = await readTemporaryGrantsOn(reader, "project_id", namespace.project);
  return byPrincipal([
    ...implied.map((row) => [row.principal_id, toImpliedGrant(row)] as const),
    ...[...temporary, ...onProject].map((row) => [row.principal_id, toTemporaryGrant(row)] as const),
  ]);
}

/** The temporary grants on a project, by principal. */
export async function readTemporaryBy(reader: Reader, projectId: string): Promise<(principalId: string) => Implied> {
  const rows = await readTemporaryGrantsOn(reader, "project_id", projectId);
  return byPrincipal(rows.map((row) => [row.principal_id, toTemporaryGrant(row)]));
}

function byPrincipal(
  grants: readonly (readonly [principalId: string, grant: policy.ImpliedGrant])[],
): (principalId: string) => Implied {
  const found = Map.groupBy(grants, ([principalId]) => principalId);
  return (principalId) => (found.get(principalId) ?? []).map(([, grant]) => grant);
}

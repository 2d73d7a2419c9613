// The predefined account roles. Each operation of one holds on every resource of the operation's types.
// Source: Temporal's public permissions reference and users pages.
import type { Operation } from "../permissions/catalogue.ts";
import { permissions } from "../permissions/catalogue.ts";
import type { AccountRole } from "../types.ts";

/** A predefined account role, or a Namespace permission level, as a set of operations. */
export interface PredefinedRole {
  readonly title: string;
  readonly operations: ReadonlySet<Operation>;
}

// To know whom to ask, and to ask, needs no trust: whoever has any role in the account may.
const everyone: readonly Operation[] = [
  "cloud.currentidentity.get",
  "remit.request.create",
  "remit.responsibility.get",
];

const readOnly: readonly Operation[] = [
  ...everyone,
  "cloud.account.get",
  "cloud.asyncoperation.get",
  "cloud.namespace.list",
  "cloud.nexusendpoint.get",
  "cloud.nexusendpoint.list",
  "cloud.project.list",
  "cloud.region.get",
  "cloud.region.list",
  "cloud.serviceaccount.get",
  "cloud.serviceaccount.list",
  "cloud.user.get",
  "cloud.user.list",
  "cloud.usergroup.get",
  "cloud.usergroup.getMembers",
  "cloud.usergroup.list",
];

const financeAdmin: readonly Operation[] = [
  ...readOnly,
  "cloud.billingreport.create",
  "cloud.billingreport.get",
  "cloud.usage.get",
];

// The last three come through the project role `developer`, which a Developer inherits on every project.
const developer: readonly Operation[] = [
  ...readOnly,
  "cloud.connectivityrule.get",
  "cloud.connectivityrule.list",
  "cloud.nexusendpoint.delete",
  "cloud.nexusendpoint.update",
  "cloud.namespace.create",
  "cloud.nexusendpoint.create",
  "cloud.project.get",
];

// An Owner holds every operation by definition, and with it Namespace Admin and Project Admin everywhere.
const owner: readonly Operation[] = permissions.filter((row) => !row.inert).map((row) => row.operation);
const ownerOnly = /^cloud\.(customrole|billingreport)\./;
const admin: readonly Operation[] = owner.filter((operation) => !ownerOnly.test(operation));

/** The account roles, by their id on the wire in lower case. */
export const accountRoles: Readonly<Record<AccountRole, PredefinedRole>> = {
  owner: { title: "Account Owner", operations: new Set(owner) },
  admin: { title: "Global Admin", operations: new Set(admin) },
  developer: { title: "Developer", operations: new Set(developer) },
  finance_admin: { title: "Finance Admin", operations: new Set(financeAdmin) },
  read: { title: "Read-Only", operations: new Set(readOnly) },
  // Traffic of all Namespaces, by name: more than whoever sees some of them is to know.
  metrics_read: { title: "Metrics Read", operations: new Set([...everyone, "remit.metrics.get"]) },
};

/** Account roles from the one that can do least to the one that can do most. */
export const accountRolesWeakestFirst: readonly AccountRole[] = [
  "metrics_read",
  "read",
  "finance_admin",
  "developer",
  "admin",
  "owner",
];

/** Roles that only an Account Owner gives or takes. */
export const ownerOnlyAccountRoles: ReadonlySet<AccountRole> = new Set<AccountRole>(["owner", "finance_admin"]);

// A change in words, for a plan that a person reads before it is carried out.
import { accountRoles, type ImpliedGrant, namespacePermissions, projectRoles, type RoleSpec } from "@remit/policy";
import type { Change, HeldAccess, Holder } from "./changes.ts";
import type { Facts } from "./facts.ts";

/** One sentence without a full stop; ids of `facts` become names. */
export function describeChange(change: Change, facts: Facts): string {
  switch (change.kind) {
    case "create-role":
      return `create the custom role ${change.role.name}: ${describeRole(change.role, facts)}`;
    case "update-role":
      return `change the custom role ${change.role.name} to: ${describeRole(change.role, facts)}`;
    case "delete-role":
      return `delete the custom role ${change.name}`;
    case "set-access":
      return `let ${nameHolder(change.holder)} hold ${describeAccess(change.access, change.newRoles, facts)}`;
    case "end-implied":
      return `end what ${nameHolder(change.holder)} holds ${describeImplied(change.grant, facts)}`;
    case "remove-member":
      return `take ${nameUser(facts, change.user)} out of the group ${nameGroup(facts, change.group)}`;
    case "delete-key":
      return `delete the API key ${change.name || change.keyId}`;
  }
}

/** What goes after "holds". */
export function describeImplied({ kind, gives, expiresAt }: ImpliedGrant, facts: Facts): string {
  const what = describeGiven(gives, facts);
  if (kind === "creator") return `as a creator: ${what}`;
  return `for a time: ${what}${expiresAt === null ? "" : ` until ${new Date(expiresAt).toISOString()}`}`;
}

function describeGiven(gives: ImpliedGrant["gives"], facts: Facts): string {
  switch (gives.kind) {
    case "namespace-access":
      return nameLevel(gives, facts);
    case "project-access":
      return nameProjectRole(gives, facts);
    case "custom-role":
      return nameRole(gives.customRole, facts);
  }
}

function describeRole({ permissions }: RoleSpec, facts: Facts): string {
  const entries = permissions.map(({ actions, resources }) => {
    const { resourceType = "", resourceIds = [], allowAll = false } = resources ?? {};
    const ids = resourceIds.map((id) => (resourceType === "namespaces" ? nameNamespace(facts, id) : id));
    return `${actions.join(", ")} on ${allowAll ? `all ${resourceType}` : `${resourceType} ${ids.join(", ")}`}`;
  });
  return entries.join("; ");
}

function describeAccess(access: HeldAccess, newRoles: readonly string[], facts: Facts): string {
  const parts = [
    ...(access.accountRole === null ? [] : [accountRoles[access.accountRole].title]),
    ...access.namespaces.map((entry) => nameLevel(entry, facts)),
    ...access.projects.map((entry) => nameProjectRole(entry, facts)),
    ...access.customRoles.map((id) => nameRole(id, facts)),
    ...newRoles.map((name) => `the custom role ${name}`),
  ];
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

const nameLevel = ({ namespace, permission }: HeldAccess["namespaces"][number], facts: Facts): string =>
  `${namespacePermissions[permission].title} on ${nameNamespace(facts, namespace)}`;
const nameProjectRole = ({ project, role }: HeldAccess["projects"][number], facts: Facts): string =>
  `${projectRoles[role].title} in the project ${nameProject(facts, project)}`;
const nameRole = (id: string, { policy }: Facts): string =>
  `the custom role ${policy.customRoles.find((role) => role.id === id)?.name ?? id}`;

const nouns: Readonly<Record<Holder["kind"], string>> = {
  group: "the group",
  user: "",
  "service-account": "the service account",
};

const nameHolder = ({ kind, name }: Holder): string => `${nouns[kind]} ${name}`.trim();

const nameNamespace = ({ namespaces }: Facts, uid: string): string =>
  namespaces.find((namespace) => namespace.uid === uid)?.id ?? uid;
const nameProject = ({ projects }: Facts, id: string): string =>
  projects.find((project) => project.id === id)?.displayName ?? id;
const nameGroup = ({ groups }: Facts, id: string): string => groups.find((group) => group.id === id)?.displayName ?? id;
const nameUser = ({ users }: Facts, id: string): string => users.find((user) => user.id === id)?.email ?? id;

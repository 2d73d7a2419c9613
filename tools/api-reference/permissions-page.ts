// docs/permissions.md: the catalogue by resource type, and what each predefined role carries.
import {
  accountRoles,
  accountRolesWeakestFirst,
  namespacePermissions,
  namespacePermissionsWeakestFirst,
  type Permission,
  permissions,
  projectRoles,
  projectRolesWeakestFirst,
  type ResourceType,
  resourceTypes,
} from "@remit/policy";
import type { Rpc } from "./describe-rpcs.ts";
import { predefinedRolesWith } from "./gate-words.ts";
import { anchorOf, generatedNote, table } from "./markdown.ts";

const intro = `# Permissions

${generatedNote}

Every operation that Remit decides about, by the resource type on which it is held. An operation that is valid on
several types stands under each. A custom role's entry names one resource type, spelt as here, and either all of its
resources or explicit ids; what it grants comes on top of the holder's predefined role and never takes away.

- \`operation †\`: the name is Remit's own and not one of Temporal's.
- \`temporal.…\`: done inside a Namespace, on a Temporal server. The levels on a Namespace are sets of these: Read has all
  that read, Write also those that write. A call through a gateway is decided by them; no RPC of Remit's asks for them.
- *Custom role*: "yes", or why a custom role cannot carry it.
- *Predefined*: roles that carry it, the weakest first. Account Owner holds every operation; Global Admin every one but
  those that are the owner's alone.
`;

export function renderPermissionsPage(rpcs: readonly Rpc[]): string {
  const index = resourceTypes.map((type) => `- [${type}](#${anchorOf(type)})`);
  const sections = resourceTypes.map((type) => renderType(type, rpcs));
  return [intro, ...index, "- [Predefined roles](#predefined-roles)", "", ...sections, renderRoles()].join("\n");
}

function renderType(type: ResourceType, rpcs: readonly Rpc[]): string {
  const rows = permissions
    .filter((row) => row.resourceTypes.includes(type))
    .toSorted((a, b) => (a.operation < b.operation ? -1 : 1))
    .map((row) => [
      `\`${row.operation}\`${row.nameIsOurs ? " †" : ""}`,
      row.description,
      row.kind,
      row.reasonNotGrantable ?? (row.inert ? "yes, without effect: no RPC asks for it" : "yes"),
      predefinedRolesWith(row)
        .map((role) => `\`${role}\``)
        .join(", "),
      callsOf(row, rpcs),
    ]);
  return `## ${type}\n\n${table(["Operation", "What it lets one do", "Kind", "Custom role", "Predefined", "RPCs"], rows)}\n${refusedOn(type)}`;
}

function callsOf({ operation }: Permission, rpcs: readonly Rpc[]): string {
  return rpcs
    .filter(({ gates }) => gates.some(({ permission }) => permission?.operation === operation))
    .map(({ method }) => `[${method.name}](api.md#${anchorOf(method.name)})`)
    .join(", ");
}

/** Types that a public table lists for an operation, where such a grant could never match. */
function refusedOn(type: ResourceType): string {
  const refused = permissions.flatMap((row) => {
    const reason = row.refusedOn[type];
    return reason === undefined ? [] : [`- \`${row.operation}\` is refused here: ${reason}.`];
  });
  return refused.length === 0 ? "" : `\n${refused.join("\n")}\n`;
}

function renderRoles(): string {
  const count = (operations: ReadonlySet<string>): string => `${operations.size}`;
  const rows = [
    ...accountRolesWeakestFirst.map((role) => [
      `\`account:${role}\``,
      accountRoles[role].title,
      count(accountRoles[role].operations),
      "everything in the account of the operation's types",
    ]),
    ...projectRolesWeakestFirst
      .filter((role) => projectRoles[role].assignable)
      .map((role) => [
        `\`project:${role}\``,
        projectRoles[role].title,
        count(projectRoles[role].operations),
        projectReach(role),
      ]),
    ...namespacePermissionsWeakestFirst.map((level) => [
      `\`namespace:${level}\``,
      namespacePermissions[level].title,
      count(namespacePermissions[level].operations),
      "one Namespace",
    ]),
  ];
  return `## Predefined roles\n\n${table(["Role", "Title", "Operations", "Reaches"], rows)}\n\nA Developer also holds the project role \`developer\` on every project; it cannot be given on its own.\n`;
}

function projectReach(role: keyof typeof projectRoles): string {
  const level = projectRoles[role].namespacePermission;
  const reach = "one project and what lies in it";
  return level === null ? reach : `${reach}, with level \`${level}\` on its Namespaces`;
}

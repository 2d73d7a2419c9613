// The workload in node-casbin: users and groups inherit from custom roles and from one role per Namespace and level, so
// that the list of policies does not grow with the number of principals.
import { type Enforcer, newEnforcer, newModelFromString } from "casbin";
import { actionId, groupId, namespaceId, projectId, roleId, userId } from "./ids.ts";
import { accountRoles, type Entry, type Holder, levels, times, type Workload } from "./workload.ts";

const MODEL = `
[request_definition]
r = sub, act, obj, proj
[policy_definition]
p = sub, act, obj
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = names(p.act, r.act) && names(p.obj, r.obj, r.proj) && g(r.sub, p.sub)
`;

/** Lists are kept as one string with an item between spaces; "*" is everything. */
const listOf = (items: readonly string[]): string => ` ${items.join(" ")} `;
const names = (list: string, ...items: string[]): boolean =>
  list === "*" || items.some((item) => list.includes(` ${item} `));

/** Loads everything; takes seconds from the middle size on. */
export async function createEnforcer(workload: Workload): Promise<Enforcer> {
  const enforcer = await newEnforcer(newModelFromString(MODEL));
  await enforcer.addFunction("names", names);
  const below = (count: number): string => listOf(times(count, actionId));
  await enforcer.addPolicies([
    ...Object.entries(accountRoles).flatMap(([role, count]) =>
      count > 0 ? [[`account-${role}`, below(count), "*"]] : [],
    ),
    ...workload.projectOf.flatMap((_, at) =>
      levels.map((count, level) => [levelRole(at, level), below(count), listOf([namespaceId(at)])]),
    ),
    ...workload.roles.flatMap((entries, role) => entries.map((entry) => policyOf(role, entry))),
  ]);
  await enforcer.addGroupingPolicies([
    ...workload.groups.flatMap((group, at) => inherited(groupId(at), group)),
    ...workload.users.flatMap((user, at) => [
      ...inherited(userId(at), user),
      ...user.groups.map((group) => [userId(at), groupId(group)]),
      ...(user.account === "none" ? [] : [[userId(at), `account-${user.account}`]]),
    ]),
  ]);
  return enforcer;
}

/** Asks the enforcer. */
export function enforce(
  enforcer: Enforcer,
  workload: Workload,
  user: number,
  action: number,
  namespace: number,
): boolean {
  const project = projectId(workload.projectOf[namespace] ?? -1);
  return enforcer.enforceSync(userId(user), actionId(action), namespaceId(namespace), project);
}

function levelRole(namespace: number, level: number): string {
  return `${namespaceId(namespace)}-level-${level}`;
}

function policyOf(role: number, { actions, scope }: Entry): string[] {
  const objects =
    scope === "all"
      ? "*"
      : listOf("project" in scope ? [projectId(scope.project)] : scope.namespaces.map((at) => namespaceId(at)));
  return [roleId(role), listOf(actions.map(actionId)), objects];
}

function inherited(name: string, holder: Holder): string[][] {
  return [
    ...holder.roles.map((role) => [name, roleId(role)]),
    ...holder.namespaces.map(([namespace, level]) => [name, levelRole(namespace, level)]),
  ];
}

// The workload in CASL: one warm ability per principal, its groups' grants included. Abilities are made before the
// clock starts, for as many principals as fit in memory.
import { createMongoAbility, type MongoAbility, type RawRuleOf, subject } from "@casl/ability";
import { actionId, namespaceId, projectId } from "./ids.ts";
import { accountRoles, type Entry, type Holder, levels, times, type Workload } from "./workload.ts";

type Rule = RawRuleOf<MongoAbility>;

/** The ability of one user, with all of its rules. */
export function createAbility(workload: Workload, user: number): MongoAbility {
  const own = workload.users[user];
  if (!own) throw new RangeError(`no user ${user}`);
  const everywhere = accountRoles[own.account];
  const holders = [own, ...own.groups.map((group) => workload.groups[group] as Holder)];
  const rules = holders.flatMap((holder) => rulesOf(workload, holder));
  return createMongoAbility(
    everywhere > 0 ? [{ action: actionsBelow(everywhere), subject: "Namespace" }, ...rules] : rules,
  );
}

/** Asks an ability about a Namespace. */
export function can(ability: MongoAbility, workload: Workload, action: number, namespace: number): boolean {
  const project = projectId(workload.projectOf[namespace] ?? -1);
  return ability.can(actionId(action), subject("Namespace", { id: namespaceId(namespace), project }));
}

function rulesOf(workload: Workload, holder: Holder): Rule[] {
  const byLevel = levels.flatMap((above, level) => {
    const ids = holder.namespaces.filter(([, held]) => held === level).map(([namespace]) => namespaceId(namespace));
    if (ids.length === 0) return [];
    return [{ action: actionsBelow(above), subject: "Namespace", conditions: { id: { $in: ids } } }];
  });
  return [...byLevel, ...holder.roles.flatMap((role) => (workload.roles[role] ?? []).map(ruleOf))];
}

function ruleOf({ actions, scope }: Entry): Rule {
  const rule = { action: actions.map(actionId), subject: "Namespace" };
  if (scope === "all") return rule;
  if ("project" in scope) return { ...rule, conditions: { project: projectId(scope.project) } };
  return { ...rule, conditions: { id: { $in: scope.namespaces.map(namespaceId) } } };
}

function actionsBelow(count: number): string[] {
  return times(count, actionId);
}

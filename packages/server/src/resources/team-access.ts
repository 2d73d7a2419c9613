// What the team of a Namespace that is asked for comes to hold on it: as the matrix compiles it, planned, and covered
// by whoever approves, before anything of it is written.
import { accessOfGroup, check, diffGrants, diffRoleGrants, type Grant, toRolePermissions } from "@remit/policy";
import { noAccess } from "@remit/protocol/policy-access";
import {
  type GroupAddition,
  type NamespaceFact,
  type NewNamespace,
  planNewNamespace,
  type RoleAddition,
} from "@remit/responsibility";
import { permissionDenied } from "../authorize/refusal.ts";
import { advance, type PolicyView } from "../authorize/view.ts";
import { failedPrecondition } from "../errors.ts";
import { readAccessFacts } from "../store/facts.ts";
import { requireCovers } from "./cover.ts";
import type { Mutation } from "./mutation.ts";
import { requireAssign } from "./role-assignment.ts";
import { lockModel } from "./teams.ts";

/**
 * Undefined: the team is gone, or is one that owns no Namespaces. The Namespace may be there or be still to come.
 * @throws RemitError FAILED_PRECONDITION naming the limit that is in the way, PERMISSION_DENIED
 */
export async function requireTeamAccess(
  mutation: Mutation,
  teamId: string,
  namespace: NamespaceFact,
): Promise<NewNamespace | undefined> {
  const { tx, now, deps } = mutation;
  const model = await lockModel(tx);
  const plan = planNewNamespace(model, await readAccessFacts(tx, now), teamId, namespace, deps.limits);
  if (plan === undefined) return undefined;
  if (plan.refusal !== null)
    throw failedPrecondition(
      `what team ${teamId} needs on the Namespace does not fit, so nothing was made: ${plan.refusal}. ` +
        'Make room ("remit access plan" shows what nobody needs) or raise the limit, then approve again',
    );
  requireMayWriteRoles(mutation, plan);
  requireCovers(mutation, grantsOf(mutation.view, plan, namespace), withNamespace(mutation.view, namespace));
  return plan;
}

/** Approving is no way around the rights that writing and assigning a custom role take. @throws RemitError PERMISSION_DENIED */
function requireMayWriteRoles(mutation: Mutation, { roles, groups }: NewNamespace): void {
  const { view, principalId, nowMs } = mutation;
  for (const { id } of roles) {
    const [operation, type, of] =
      id === null
        ? (["cloud.customrole.create", "accounts", view.account] as const)
        : (["cloud.customrole.update", "custom-roles", id] as const);
    if (!check(view.snapshot, principalId, operation, { type, id: of }, nowMs))
      throw permissionDenied(operation, type, id ?? "");
  }
  if (groups.some((group) => group.roles.length > 0)) requireAssign(mutation);
}

/** All that somebody comes to hold by it, judged in the account as it is with the Namespace. */
function grantsOf(view: PolicyView, { roles, groups }: NewNamespace, namespace: NamespaceFact): Grant[] {
  const later = withNamespace(view, namespace);
  const idOf = new Map(roles.map(({ name, id }) => [name, id]));
  return [
    ...roles.flatMap((role) => diffRoleGrants(null, permissionsOf(role), later.snapshot).given),
    ...groups.flatMap((group) => {
      const before = accessOfGroup(view.snapshot, group.id) ?? noAccess;
      // What a role that is made for it gives stands above; one that is there comes with all that it holds.
      const existing = group.roles.flatMap((name) => idOf.get(name) ?? []);
      const after = {
        ...before,
        customRoles: [...before.customRoles, ...existing],
        namespaces: [...before.namespaces, ...levelOf(group, namespace)],
      };
      return diffGrants(before, after, later.snapshot).given;
    }),
  ];
}

const permissionsOf = ({ name, description, entries }: RoleAddition) =>
  toRolePermissions({ name, description, permissions: entries });

const levelOf = ({ level }: GroupAddition, { uid }: NamespaceFact) =>
  level === null ? [] : [{ namespace: uid, permission: level }];

/** What is held in its project, or on all Namespaces, is held on it. */
function withNamespace(view: PolicyView, { uid, id, project }: NamespaceFact): PolicyView {
  const name = { uid, id, project };
  return advance(view, {
    version: view.version,
    madeBy: view.madeBy,
    changes: [{ kind: "namespace", id: uid, project }],
    namespaces: [{ uid, name }],
  });
}

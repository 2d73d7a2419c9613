// Gives a holder what a plan says, keeping everything else that stands in its spec.
import type { Access as PolicyAccess } from "@remit/policy";
import type { ServiceAccountSpec } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import {
  fromNamespacePermission,
  fromProjectRole,
  type NamespaceUids,
  toPolicyAccess,
  toServiceAccountAccess,
} from "@remit/protocol/policy-access";
import type { Change, HeldAccess, Holder } from "@remit/responsibility";
import { ClientError } from "../client-error.ts";
import type { Clients } from "../clients.ts";
import { untilDone } from "../operations.ts";
import type { Progress } from "./carry-out.ts";
import { mergeAccess, toNamespaceAccesses } from "./merge-access.ts";

type SetAccess = Extract<Change, { readonly kind: "set-access" }>;
type Cloud = Pick<Clients, "cloud">;

export async function setAccess(clients: Cloud, progress: Progress, change: SetAccess): Promise<void> {
  const { id } = change.holder;
  const uids = knownNamespaces(progress);
  const wanted = withNewRoles(progress, change);
  const { cloud } = clients;
  if (change.holder.kind === "group") {
    const { group } = await cloud.getUserGroup({ groupId: id });
    const spec = requireSpec(group?.spec, change.holder);
    if (!isNeeded(progress, change.holder, toPolicyAccess(spec.access, uids), wanted)) return;
    spec.access = mergeAccess(spec.access, wanted);
    const request = { groupId: id, spec, resourceVersion: group?.resourceVersion ?? "" };
    await untilDone(clients, cloud.updateUserGroup(request));
  } else if (change.holder.kind === "user") {
    const { user } = await cloud.getUser({ userId: id });
    const spec = requireSpec(user?.spec, change.holder);
    if (!isNeeded(progress, change.holder, toPolicyAccess(spec.access, uids), wanted)) return;
    spec.access = mergeAccess(spec.access, wanted);
    await untilDone(clients, cloud.updateUser({ userId: id, spec, resourceVersion: user?.resourceVersion ?? "" }));
  } else {
    const { serviceAccount } = await cloud.getServiceAccount({ serviceAccountId: id });
    const spec = requireSpec(serviceAccount?.spec, change.holder);
    if (!isNeeded(progress, change.holder, toServiceAccountAccess(spec, uids), wanted)) return;
    setInScope(spec, wanted);
    const request = { serviceAccountId: id, spec, resourceVersion: serviceAccount?.resourceVersion ?? "" };
    await untilDone(clients, cloud.updateServiceAccount(request));
  }
}

function knownNamespaces({ facts }: Progress): NamespaceUids {
  const ids = new Set(facts.namespaces.map(({ uid }) => uid));
  return (id) => (ids.has(id) ? id : undefined);
}

function withNewRoles({ facts, made }: Progress, { access, newRoles }: SetAccess): HeldAccess {
  const ids = newRoles.map((name) => {
    const id = made.get(name) ?? facts.policy.customRoles.find((role) => role.name === name)?.id;
    if (id === undefined) throw new Error(`the plan gives the role ${name} and does not make it`);
    return id;
  });
  return { ...access, customRoles: [...access.customRoles, ...ids] };
}

function requireSpec<Spec>(spec: Spec | undefined, { name }: Holder): Spec {
  if (spec === undefined) throw new ClientError("CHANGED_SINCE", `${name} is not there any more: plan again.`);
  return spec;
}

/**
 * False when it is so already, as after an earlier run.
 * @throws ClientError when somebody changed it since the plan was made: the plan does not know what that was
 */
function isNeeded(progress: Progress, holder: Holder, now: PolicyAccess, wanted: HeldAccess): boolean {
  if (accessKey(now, progress) === accessKey(wanted, progress)) return false;
  const { groups, principals } = progress.facts.policy;
  const planned = (holder.kind === "group" ? groups : principals).find(({ id }) => id === holder.id);
  if (planned !== undefined && accessKey(planned.access, progress) === accessKey(now, progress)) return true;
  throw new ClientError("CHANGED_SINCE", `What ${holder.name} holds was changed since the plan was made: plan again.`);
}

/** Equal for accesses that hold the same, among the roles that are still there. */
function accessKey(
  { accountRole, customRoles, namespaces, projects }: HeldAccess,
  { facts, made, gone }: Progress,
): string {
  const there = new Set([...facts.policy.customRoles.map(({ id }) => id), ...made.values()]);
  return JSON.stringify([
    accountRole,
    customRoles.filter((id) => there.has(id) && !gone.has(id)).sort(),
    namespaces.map(({ namespace, permission }) => `${namespace} ${permission}`).sort(),
    projects.map(({ project, role }) => `${project} ${role}`).sort(),
  ]);
}

/** A service account that is bound to something has its access where the binding is, and keeps that for life. */
function setInScope(spec: ServiceAccountSpec, wanted: HeldAccess): void {
  const { namespaceScopedAccess: inNamespace, projectScopedAccess: inProject } = spec;
  if (inNamespace !== undefined) {
    const entry = wanted.namespaces.find(({ namespace }) => namespace === inNamespace.namespace);
    if (entry === undefined || inNamespace.access === undefined) throw boundFor(spec, inNamespace.namespace);
    inNamespace.access = { ...inNamespace.access, permission: fromNamespacePermission(entry.permission) };
  } else if (inProject !== undefined) {
    const entry = wanted.projects.find(({ project }) => project === inProject.projectId);
    if (entry === undefined || inProject.access === undefined) throw boundFor(spec, inProject.projectId);
    inProject.access = { ...inProject.access, role: fromProjectRole(entry.role) };
    inProject.namespaceAccesses = toNamespaceAccesses(inProject.namespaceAccesses, wanted);
  } else spec.access = mergeAccess(spec.access, wanted);
}

const boundFor = ({ name }: ServiceAccountSpec, scope: string): ClientError =>
  new ClientError(
    "CANNOT_BE_DONE",
    `The service account ${name} is bound to ${scope} for life: delete it, if it should not have that.`,
  );

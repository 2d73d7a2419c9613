// A Namespace that was asked for comes to be: made as CreateNamespace makes it, by somebody who might, and its team's,
// with what the team is to hold on it. Nobody gets it for having asked, or approved.
import { fromBinary } from "@bufbuild/protobuf";
import { namespacePermissions } from "@remit/policy";
import { WantedNamespaceSchema } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import type { NamespaceFact, NewNamespace } from "@remit/responsibility";
import { quote } from "../errors.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { type RequestRow, updateRequest } from "../store/requests.ts";
import { requireCovers } from "./cover.ts";
import type { Mutation } from "./mutation.ts";
import { addNamespace } from "./namespace-creation.ts";
import { toNewNamespace } from "./request-namespace.ts";
import { noticeRequest } from "./request-notices.ts";
import { requireTeamAccess } from "./team-access.ts";
import { giveTeamAccess } from "./team-access-given.ts";
import { claimNamespace } from "./team-claims.ts";

/**
 * Each of two approvers must cover all of it, the first one for a Namespace that is still to come.
 * @throws RemitError PERMISSION_DENIED, FAILED_PRECONDITION, whatever CreateNamespace refuses
 */
export async function approveNamespace(
  mutation: Mutation,
  row: RequestRow,
  last: boolean,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { tx, view, deps, now } = mutation;
  const wanted = fromBinary(WantedNamespaceSchema, row.wanted);
  const project = { type: "projects", id: wanted.projectId === "" ? view.defaultProject : wanted.projectId } as const;
  requireCovers(mutation, [{ operation: "cloud.namespace.create", scope: { kind: "resource", resource: project } }]);
  const spec = toNewNamespace(wanted);
  const made = last ? await addNamespace(mutation, spec) : undefined;
  const id = made?.id ?? `${wanted.name}.${view.account}`;
  const namespace = { uid: made?.uid ?? newId(), id, project: project.id, tags: spec.tags, settings: null };
  const plan = await requireTeamAccess(mutation, wanted.teamId, namespace);
  if (!last) return mutation.about("requests", row.id, details);
  const given = plan === undefined ? {} : await give(mutation, wanted.teamId, plan, namespace);
  const note = describe(wanted.teamId, plan, id);
  const change = { state: "approved", namespace_id: id, target_uid: namespace.uid, note } as const;
  await updateRequest(tx, row.id, { ...change, version: await nextVersion(tx) });
  await noticeRequest(tx, deps, "approved", { ...row, ...change }, [row.requester_id], now);
  const { type, id: target, details: about } = mutation.target;
  mutation.about(type, target, { ...about, ...details, ...given });
}

async function give(mutation: Mutation, teamId: string, plan: NewNamespace, namespace: NamespaceFact) {
  if (plan.claims) await claimNamespace(mutation, teamId, namespace.id);
  return { team_access: { named_by_team: plan.claims, ...(await giveTeamAccess(mutation, plan, namespace)) } };
}

/** For who asked, and who reads the request later. Whose other access it touches is not told here. */
function describe(teamId: string, plan: NewNamespace | undefined, id: string): string {
  if (plan === undefined) return `${id} belongs to nobody: team ${teamId} is gone, or owns no Namespaces`;
  const missing = plan.missingGroups.map(({ name }) => `there is no user group ${quote(name)}`);
  const more = plan.leavesMore ? ['"remit access plan" shows what else changes by it'] : [];
  return [`${id} belongs to team ${teamId}`, describeGiven(plan), ...missing, ...more].join("; ");
}

function describeGiven({ groupCount, groups, roles }: NewNamespace): string {
  if (groupCount === 0)
    return 'nobody was given access to it, since the team has no user group: name one, then "remit access apply"';
  const levels = new Set(groups.flatMap(({ level }) => (level === null ? [] : [namespacePermissions[level].title])));
  const held = [...levels, ...roles.map(({ name }) => `the custom role ${name}`)];
  if (held.length === 0) return "its user groups need nothing besides what they hold";
  return `its user groups hold ${held.join(" and ")} on it`;
}

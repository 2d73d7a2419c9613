// Who decides requests: people of the teams that answer for the row which the matrix names, as they were when the
// request was made, and who still are when they decide.
import { groupsOfPrincipal } from "@remit/policy";
import { type Model, ownersOfRow, type ResolvedTeams, type Responsibility, resolveTeams } from "@remit/responsibility";
import { permissionDenied, ruleDenied } from "../authorize/refusal.ts";
import { failedPrecondition } from "../errors.ts";
import { readNameFacts } from "../store/facts.ts";
import { readActiveMembers } from "../store/group-members.ts";
import { type Approver, lockRequest, type RequestRow, readApprovers } from "../store/requests.ts";
import { readModel } from "./model.ts";
import type { Mutation } from "./mutation.ts";
import { maySeeAllRequests } from "./request-visibility.ts";

/** What the teams are found by. */
export interface Question {
  readonly responsibilityId: string;
  /** Uid of the Namespace that it is about; null for none. */
  readonly namespace: string | null;
  /** Id of the team that a new Namespace is for; null for none. */
  readonly team: string | null;
}

export interface Found {
  readonly approvers: readonly Approver[];
  /** Whether who decides depends on the Namespace: then it tells whose it is. */
  readonly dependsOnNamespace: boolean;
}

/** Everybody who may decide it, without the requester: nobody decides their own. */
export async function findApprovers(mutation: Mutation, model: Model, question: Question): Promise<Found> {
  const { tx, principalId } = mutation;
  const row = model.matrix.responsibilities.find(({ id }) => id === question.responsibilityId);
  if (row === undefined) return { approvers: [], dependsOnNamespace: false };
  const resolved = await resolve(mutation, model);
  const teams = teamsOf(model, resolved, row, question);
  const members = await readActiveMembers(tx, [...new Set(teams.flatMap(({ groups }) => groups))]);
  const approvers = teams.flatMap(({ team, groups }) => {
    const users = new Set(members.flatMap(({ groupId, userId }) => (groups.includes(groupId) ? [userId] : [])));
    users.delete(principalId);
    return [...users].map((userId) => ({ userId, teamId: team.id }));
  });
  const owning = new Set(model.matrix.kinds.flatMap(({ id, scope }) => (scope === "namespaces" ? [id] : [])));
  return { approvers, dependsOnNamespace: Object.keys(row.owners).some((kind) => owning.has(kind)) };
}

function teamsOf(model: Model, resolved: ResolvedTeams, row: Responsibility, { namespace, team }: Question) {
  const owners = ownersOfRow(model, resolved, row, namespace === null ? [] : [namespace]);
  const ids = new Set(owners.flatMap((owner) => owner.team?.id ?? []));
  const asked = team === null ? undefined : resolved.byId.get(team);
  const ownership = asked === undefined ? undefined : row.owners[asked.kind.id];
  // A Namespace that is still to be made has no owner yet: where owners decide, the one that it is for does.
  if (asked !== undefined && ownership !== undefined && (ownership.team === "" || ownership.team === team))
    ids.add(asked.team.id);
  return resolved.teams.filter((one) => ids.has(one.team.id));
}

const resolve = async ({ tx, now, view }: Mutation, model: Model): Promise<ResolvedTeams> =>
  resolveTeams(model, await readNameFacts(tx, now, view.account));

/** @throws RemitError FAILED_PRECONDITION that says what to do */
export function requireEnough(approvers: readonly Approver[], needed: number): void {
  const people = new Set(approvers.map(({ userId }) => userId)).size;
  if (people >= needed) return;
  throw failedPrecondition(
    `${needed === 1 ? "nobody" : "not enough people"} could approve it: ${needed} must besides you, and ` +
      `the teams that decide have ${people}. Let somebody who manages the responsibility matrix name a team with members ` +
      "for the row that decides requests, or let an Account Owner add people to its user group",
  );
}

/** The request, locked. What the caller may not see is as if it were not there. @throws RemitError PERMISSION_DENIED */
export async function lockVisibleRequest(
  mutation: Mutation,
  id: string,
): Promise<{ row: RequestRow; approvers: Approver[] }> {
  const { tx, view, now, principalId, nowMs } = mutation;
  const row = await lockRequest(tx, id, now);
  const approvers = (await readApprovers(tx, [id])).get(id) ?? [];
  const seen = row?.requester_id === principalId || approvers.some(({ userId }) => userId === principalId);
  if (row === undefined || !(seen || maySeeAllRequests(view, principalId, nowMs)))
    throw permissionDenied("remit.request.list", "accounts", "");
  return { row, approvers };
}

/**
 * One of those who may decide the request, and still may: active, a person, not the requester, and in the team for which
 * they stand in the list. @throws RemitError PERMISSION_DENIED
 */
export async function requireDecider(
  mutation: Mutation,
  row: RequestRow,
  approvers: readonly Approver[],
): Promise<void> {
  const { actor, principalId, call, view } = mutation;
  const refuse = (message: string): Error => ruleDenied(message, call.row.operation ?? "");
  if (actor?.kind !== "user") throw refuse("requests are decided by people, never through a service account.");
  if (row.requester_id === principalId) throw refuse("nobody decides their own request: another approver has to.");
  const own = approvers.filter(({ userId }) => userId === principalId);
  if (own.length === 0) throw refuse("only those decide who answered for it when the request was made.");
  const resolved = await resolve(mutation, await readModel(mutation.tx));
  const groups = new Set(groupsOfPrincipal(view.snapshot, principalId));
  const still = own.some(({ teamId }) => resolved.byId.get(teamId)?.groups.some((group) => groups.has(group)) === true);
  if (!still) throw refuse("you are no longer a member of the team that decides it.");
}

/** @throws RemitError FAILED_PRECONDITION */
export function requireState(row: RequestRow, state: RequestRow["state"], what: string): void {
  if (row.state !== state) throw failedPrecondition(`the request is ${row.state}: only ${what}`);
}

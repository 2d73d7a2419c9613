// Deciding a request. Who approves must be one of its approvers still, must cover what is given until its end, and the
// thing must be what it was; the last approval needed brings it about, in the same transaction.
import { fromBinary, toJson } from "@bufbuild/protobuf";
import { grantsOfAccess, type ImpliedAccess, isActive } from "@remit/policy";
import {
  type ApproveRequestRequest,
  type DeclineRequestRequest,
  WantedAccessSchema,
  WantedNamespaceSchema,
  type WithdrawRequestRequest,
} from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { noAccess } from "@remit/protocol/policy-access";
import { ruleDenied } from "../authorize/refusal.ts";
import { failedPrecondition } from "../errors.ts";
import { nextVersion } from "../store/ids.ts";
import { hourMs } from "../store/periods.ts";
import { insertDecision, lockRequest, type RequestRow, readDecisions, updateRequest } from "../store/requests.ts";
import { deleteTemporaryGrant, fromGiven, insertTemporaryGrant } from "../store/temporary-grants.ts";
import { requireText } from "./checks.ts";
import { requireCovers } from "./cover.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { lockVisibleRequest, requireDecider, requireState } from "./request-approvers.ts";
import { approveNamespace } from "./request-namespace-approval.ts";
import { noticeRequest } from "./request-notices.ts";
import { requireSameTarget } from "./request-subject.ts";
import { requireAssign } from "./role-assignment.ts";

/** @throws RemitError PERMISSION_DENIED, FAILED_PRECONDITION */
export async function approveRequest(mutation: Mutation, request: ApproveRequestRequest): Promise<Outcome> {
  const { view, principalId, tx } = mutation;
  const { row, earlier } = await lockUndecided(mutation, request.requestId, request.comment);
  if (earlier.some(({ user_id }) => user_id === principalId))
    throw failedPrecondition("you have approved it already: another approver has to");
  if (!isActive(view.snapshot, row.requester_id)) throw failedPrecondition("the requester is not active any more");
  await record(mutation, row, "approved", request.comment);
  const last = earlier.length + 1 >= row.approvals_needed;
  const approvals = `${earlier.length + 1} of ${row.approvals_needed}`;
  const told = { verdict: "approved", approvals, comment: request.comment };
  if (row.kind === "namespace") await approveNamespace(mutation, row, last, { ...aboutRequest(row), ...told });
  else await approveAccess(mutation, row, last, told);
  if (!last) await updateRequest(tx, row.id, { version: await nextVersion(tx) });
  return {};
}

type Told = Readonly<Record<string, unknown>>;

async function approveAccess(mutation: Mutation, row: RequestRow, last: boolean, told: Told): Promise<void> {
  const { tx, view, deps, now } = mutation;
  const gives = requireSameTarget(view, row);
  const before = row.renews_id === "" ? undefined : await lockRequest(tx, row.renews_id, now);
  const running = before?.state === "approved" ? before : undefined;
  const endsAt = endOf(row, running, now);
  requireCoversUntil(mutation, gives, endsAt);
  const details = { ...aboutRequest(row), ...told };
  if (!last) return mutation.about("requests", row.id, details);
  // One grant for each request: what is prolonged goes over into this one, or ending it would leave the other.
  if (running !== undefined) {
    await deleteTemporaryGrant(tx, running.id);
    const note = `prolonged by request ${row.id}`;
    await updateRequest(tx, running.id, { state: "ended", ends_at: now, note, version: await nextVersion(tx) });
  }
  const grant = { request_id: row.id, principal_id: row.requester_id, expires_at: endsAt, ...fromGiven(gives) };
  await insertTemporaryGrant(tx, grant);
  mutation.touch("principal", row.requester_id);
  const change = { state: "approved", ends_at: endsAt, version: await nextVersion(tx) } as const;
  await updateRequest(tx, row.id, change);
  await noticeRequest(tx, deps, "approved", { ...row, ...change }, [row.requester_id], now);
  mutation.about("requests", row.id, { ...details, access_ends_time: endsAt.toISOString() });
}

/** From now on; what is prolonged never ends earlier for it. */
function endOf(row: RequestRow, running: RequestRow | undefined, now: Date): Date {
  return new Date(Math.max(now.getTime() + row.hours * hourMs, running?.ends_at?.getTime() ?? 0));
}

/** A custom role is given by those who may assign roles, as everywhere. @throws RemitError PERMISSION_DENIED */
function requireCoversUntil(mutation: Mutation, gives: ImpliedAccess, endsAt: Date): void {
  if (gives.kind === "custom-role") requireAssign(mutation);
  const implied = [{ kind: "temporary", gives, expiresAt: endsAt.getTime() } as const];
  requireCovers(mutation, grantsOfAccess({ ...noAccess, implied }, mutation.view.snapshot));
}

export async function declineRequest(mutation: Mutation, request: DeclineRequestRequest): Promise<Outcome> {
  const { tx, deps, now } = mutation;
  const { row, earlier } = await lockUndecided(mutation, request.requestId, request.comment);
  if (earlier.some(({ user_id }) => user_id === mutation.principalId))
    throw failedPrecondition("you have approved it already; another approver can still decline it");
  await record(mutation, row, "declined", request.comment);
  const change = { state: "declined", version: await nextVersion(tx) } as const;
  await updateRequest(tx, row.id, change);
  await noticeRequest(tx, deps, "declined", { ...row, ...change }, [row.requester_id], now);
  mutation.about("requests", row.id, { ...aboutRequest(row), verdict: "declined", comment: request.comment });
  return {};
}

export async function withdrawRequest(mutation: Mutation, request: WithdrawRequestRequest): Promise<Outcome> {
  const { tx, principalId, call } = mutation;
  const { row } = await lockVisibleRequest(mutation, request.requestId);
  if (row.requester_id !== principalId)
    throw ruleDenied("only who made a request withdraws it.", call.row.operation ?? "");
  requireState(row, "pending", "a pending one can be withdrawn");
  await updateRequest(tx, row.id, { state: "withdrawn", version: await nextVersion(tx) });
  mutation.about("requests", row.id, aboutRequest(row));
  return {};
}

async function lockUndecided(mutation: Mutation, id: string, comment: string) {
  requireText(comment, "comment", { min: 0, max: 1_000 });
  const { row, approvers } = await lockVisibleRequest(mutation, id);
  await requireDecider(mutation, row, approvers);
  requireState(row, "pending", "a pending one can be decided");
  return { row, earlier: (await readDecisions(mutation.tx, [row.id])).get(row.id) ?? [] };
}

const record = (
  { tx, deps, principalId, now }: Mutation,
  row: RequestRow,
  verdict: "approved" | "declined",
  comment: string,
) =>
  insertDecision(tx, {
    request_id: row.id,
    user_id: principalId,
    user_name: deps.snapshots.nameOf(principalId),
    verdict,
    comment,
    decided_at: now,
  });

/** What every audit record about a request tells. */
export function aboutRequest(row: RequestRow): Told {
  const what =
    row.kind === "namespace"
      ? toJson(WantedNamespaceSchema, fromBinary(WantedNamespaceSchema, row.wanted))
      : toJson(WantedAccessSchema, fromBinary(WantedAccessSchema, row.wanted));
  return { request_id: row.id, requester_id: row.requester_id, requester: row.requester_name, request: what };
}

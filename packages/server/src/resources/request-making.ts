// Asking: what is wanted, why, and who may decide it, which is fixed here.
import { type DescMessage, fromBinary, type MessageShape, toBinary, toJson } from "@bufbuild/protobuf";
import {
  type RequestAccessRequest,
  type RequestNamespaceRequest,
  WantedAccessSchema,
  WantedNamespaceSchema,
} from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { ruleDenied } from "../authorize/refusal.ts";
import { isVisible } from "../authorize/visible.ts";
import { alreadyExists, invalidField } from "../errors.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { dayMs } from "../store/periods.ts";
import {
  type Approver,
  countPendingRequests,
  insertRequest,
  type RequestRow,
  readPendingRequest,
  readRequest,
  updateRequest,
} from "../store/requests.ts";
import { requireText } from "./checks.ts";
import { requireRoom } from "./limits.ts";
import { readModel } from "./model.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { findApprovers, requireEnough } from "./request-approvers.ts";
import { requireTeamForNamespace, requireWantedNamespace } from "./request-namespace.ts";
import { noticeRequest } from "./request-notices.ts";
import { toSubject } from "./request-subject.ts";

/** So long a request waits for its approvers. */
const pendingDays = 14;

/** @throws RemitError INVALID_FIELD, ALREADY_EXISTS, FAILED_PRECONDITION, LIMIT_REACHED */
export async function requestAccess(mutation: Mutation, request: RequestAccessRequest): Promise<Outcome> {
  const { tx, view, principalId, nowMs } = mutation;
  requirePerson(mutation);
  const renewed = request.renewsRequestId === "" ? null : await requireRenewable(mutation, request);
  const wanted = request.access ?? renewed?.wanted;
  if (wanted === undefined) throw invalidField("access", "is required");
  const subject = toSubject(view, wanted);
  if (renewed !== null && renewed.row.subject !== subject.text)
    throw invalidField("access", `must be what the request to renew was for: ${renewed.row.subject}`);
  requireReason(request.reason);
  const model = await readModel(tx);
  const { access: responsibilityId, approvals, maxHours } = model.matrix.requests;
  if (request.hours < 1 || request.hours > maxHours) throw invalidField("hours", `must be 1 to ${maxHours}`);
  await requireNoOther(mutation, subject.text);
  const namespace = subject.kind === "namespace-access" && subject.resource.id !== "" ? subject.resource.id : null;
  const { approvers, dependsOnNamespace } = await findApprovers(mutation, model, {
    responsibilityId,
    namespace,
    team: null,
  });
  // Who decides on a Namespace that the requester does not see is not told, not even that there is nobody.
  const silent =
    dependsOnNamespace && subject.kind === "namespace-access" && !isVisible(view, principalId, subject.resource, nowMs);
  if (!silent) requireEnough(approvers, approvals);
  return save(mutation, WantedAccessSchema, wanted, approvers, {
    kind: subject.kind,
    subject: subject.text,
    target_uid: subject.resource.id,
    reason: request.reason,
    hours: request.hours,
    responsibility_id: responsibilityId,
    approvals_needed: approvals,
    renews_id: request.renewsRequestId,
  });
}

/** @throws RemitError INVALID_FIELD, ALREADY_EXISTS, FAILED_PRECONDITION, LIMIT_REACHED */
export async function requestNamespace(mutation: Mutation, request: RequestNamespaceRequest): Promise<Outcome> {
  const { tx, view } = mutation;
  requirePerson(mutation);
  if (request.namespace === undefined) throw invalidField("namespace", "is required");
  const wanted = request.namespace;
  await requireWantedNamespace(mutation, wanted);
  requireReason(request.reason);
  const model = await readModel(tx);
  requireTeamForNamespace(model, wanted.teamId);
  const { namespaces: responsibilityId, approvals } = model.matrix.requests;
  const subject = `namespace ${wanted.name}.${view.account}`;
  await requireNoOther(mutation, subject);
  const question = { responsibilityId, namespace: null, team: wanted.teamId };
  const { approvers } = await findApprovers(mutation, model, question);
  requireEnough(approvers, approvals);
  return save(mutation, WantedNamespaceSchema, wanted, approvers, {
    kind: "namespace",
    subject,
    target_uid: "",
    reason: request.reason,
    hours: 0,
    responsibility_id: responsibilityId,
    approvals_needed: approvals,
    renews_id: "",
  });
}

function requirePerson({ actor, call }: Mutation): void {
  if (actor?.kind === "user") return;
  throw ruleDenied(
    "only people ask for access or Namespaces, each for themselves; a service account's access is changed by who administers it.",
    call.row.operation ?? "",
  );
}

const requireReason = (reason: string): void => requireText(reason, "reason", { max: 1_000 });

/** One's own access that has not ended. What is somebody else's looks like what does not exist. */
async function requireRenewable(mutation: Mutation, { renewsRequestId }: RequestAccessRequest) {
  const row = await readRequest(mutation.tx, renewsRequestId, mutation.now);
  if (row === undefined || row.requester_id !== mutation.principalId || row.kind === "namespace")
    throw invalidField("renews_request_id", "is not a request of yours for access");
  if (row.state !== "approved") throw invalidField("renews_request_id", `that request is ${row.state}; ask anew`);
  return { row, wanted: fromBinary(WantedAccessSchema, row.wanted) };
}

async function requireNoOther(mutation: Mutation, subject: string): Promise<void> {
  const { tx, now, principalId, deps } = mutation;
  const other = await readPendingRequest(tx, principalId, subject, now);
  if (other?.state === "pending") throw alreadyExists("pending request for", subject);
  // It lapsed, and nobody has tidied it yet: it must not stand in the way.
  if (other !== undefined) await updateRequest(tx, other.id, { state: "lapsed", version: await nextVersion(tx) });
  const pending = await countPendingRequests(tx, principalId, now);
  requireRoom(deps.limits, "pendingRequestsPerUser", pending, "pending requests of one person");
}

type Saved = Pick<
  RequestRow,
  "kind" | "subject" | "target_uid" | "reason" | "hours" | "responsibility_id" | "approvals_needed" | "renews_id"
>;

async function save<Desc extends DescMessage>(
  mutation: Mutation,
  desc: Desc,
  wanted: MessageShape<Desc>,
  approvers: readonly Approver[],
  what: Saved,
): Promise<Outcome> {
  const { tx, now, principalId, deps } = mutation;
  const id = newId();
  const row: RequestRow = {
    ...what,
    id,
    version: await nextVersion(tx),
    state: "pending",
    requester_id: principalId,
    requester_name: deps.snapshots.nameOf(principalId),
    wanted: toBinary(desc, wanted),
    namespace_id: "",
    note: "",
    async_operation_id: mutation.operationId,
    created_at: now,
    lapses_at: new Date(now.getTime() + pendingDays * dayMs),
    ends_at: null,
    reminded_at: null,
    escalated_at: null,
    end_reminded_at: null,
  };
  await insertRequest(tx, row, approvers);
  await noticeRequest(
    tx,
    deps,
    "requested",
    row,
    approvers.map(({ userId }) => userId),
    now,
  );
  mutation.about("requests", id, {
    request: toJson(desc, wanted),
    reason: what.reason,
    ...(what.hours > 0 && { hours: what.hours }),
    ...(what.renews_id !== "" && { renews_request_id: what.renews_id }),
    responsibility_id: what.responsibility_id,
    approvals_needed: what.approvals_needed,
    approvers: [...new Set(approvers.map(({ userId }) => userId))],
  });
  return { requestId: id };
}

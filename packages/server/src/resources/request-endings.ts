// Access that ends before its time: given back by who holds it, or taken back by one who may decide such requests, or by
// those who may take any access: what was given for a time must not be harder to end than what was given for good.
import type { EndAccessRequest } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { failedPrecondition } from "../errors.ts";
import { nextVersion } from "../store/ids.ts";
import { updateRequest } from "../store/requests.ts";
import { deleteTemporaryGrant } from "../store/temporary-grants.ts";
import { administersIdentities } from "./identity-administration.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { lockVisibleRequest, requireDecider, requireState } from "./request-approvers.ts";
import { aboutRequest } from "./request-decisions.ts";
import { noticeRequest } from "./request-notices.ts";

/** Holds from the next call on. @throws RemitError PERMISSION_DENIED, FAILED_PRECONDITION */
export async function endAccess(mutation: Mutation, request: EndAccessRequest): Promise<Outcome> {
  const { tx, now, principalId, deps, call, view } = mutation;
  const { row, approvers } = await lockVisibleRequest(mutation, request.requestId);
  const own = row.requester_id === principalId;
  const administers = administersIdentities({ view, caller: call.caller, now });
  if (!own && !administers) await requireDecider(mutation, row, approvers);
  if (row.kind === "namespace") throw failedPrecondition("a Namespace is no access that ends; delete it instead");
  requireState(row, "approved", "granted access can be ended");
  await deleteTemporaryGrant(tx, row.id);
  mutation.touch("principal", row.requester_id);
  const note = own ? "given back" : `taken back by ${deps.snapshots.nameOf(principalId)}`;
  const change = { state: "ended", ends_at: now, note, version: await nextVersion(tx) } as const;
  await updateRequest(tx, row.id, change);
  if (!own) await noticeRequest(tx, deps, "ended", { ...row, ...change }, [row.requester_id], now);
  mutation.about("requests", row.id, { ...aboutRequest(row), note });
  return {};
}

// remit.v1.RequestService on the wire.
import { create, fromBinary } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  type GetRequestRequest,
  type GetRequestsRequest,
  type Request,
  RequestSchema,
  WantedAccessSchema,
  WantedNamespaceSchema,
} from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import type { Deps } from "../resources/call.ts";
import { approveRequest, declineRequest, withdrawRequest } from "../resources/request-decisions.ts";
import { endAccess } from "../resources/request-endings.ts";
import { requestAccess, requestNamespace } from "../resources/request-making.ts";
import { getRequest, listRequests, type RequestView } from "../resources/requests.ts";
import { type RequestHandlers, read, write } from "./handlers.ts";

export const requests = (deps: Deps): RequestHandlers => ({
  requestAccess: write(deps, requestAccess),
  requestNamespace: write(deps, requestNamespace),
  getRequests: read(deps, async (_, call, request: GetRequestsRequest) => {
    const { items, nextPageToken } = await listRequests(deps, call, request);
    return { requests: items.map(toRequest), nextPageToken };
  }),
  getRequest: read(deps, async (_, call, request: GetRequestRequest) => ({
    request: toRequest(await getRequest(deps, call, request.requestId)),
  })),
  approveRequest: write(deps, approveRequest),
  declineRequest: write(deps, declineRequest),
  withdrawRequest: write(deps, withdrawRequest),
  endAccess: write(deps, endAccess),
});

function toRequest({ row, approverIds, decisions }: RequestView): Request {
  return create(RequestSchema, {
    id: row.id,
    state: row.state,
    requesterId: row.requester_id,
    requester: row.requester_name,
    what:
      row.kind === "namespace"
        ? { case: "namespace", value: fromBinary(WantedNamespaceSchema, row.wanted) }
        : { case: "access", value: fromBinary(WantedAccessSchema, row.wanted) },
    reason: row.reason,
    hours: row.hours,
    createdTime: timestampFromDate(row.created_at),
    responsibilityId: row.responsibility_id,
    approverIds: [...approverIds],
    approvalsNeeded: row.approvals_needed,
    decisions: decisions.map(({ user_id, user_name, verdict, comment, decided_at }) => ({
      userId: user_id,
      user: user_name,
      verdict,
      comment,
      time: timestampFromDate(decided_at),
    })),
    ...(row.ends_at !== null && { accessEndsTime: timestampFromDate(row.ends_at) }),
    namespaceId: row.namespace_id,
    renewsRequestId: row.renews_id,
    note: row.note,
    resourceVersion: String(row.version),
  });
}

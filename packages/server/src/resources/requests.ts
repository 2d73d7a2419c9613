// Requests as they are read.
import { fromBinary } from "@bufbuild/protobuf";
import { type GetRequestsRequest, WantedAccessSchema } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { permissionDenied } from "../authorize/refusal.ts";
import { isVisible } from "../authorize/visible.ts";
import { invalidField, notFound } from "../errors.ts";
import type { Reader } from "../store/database.ts";
import { type Page, parsePage } from "../store/paging.ts";
import {
  type DecisionRow,
  listRequests as listRows,
  type RequestRow,
  readApprovers,
  readDecisions,
  readRequest,
} from "../store/requests.ts";
import type { Call, Deps } from "./call.ts";
import { toSubject } from "./request-subject.ts";
import { maySeeAllRequests } from "./request-visibility.ts";

export interface RequestView {
  readonly row: RequestRow;
  /** User ids; empty where they would tell the reader what it may not see. */
  readonly approverIds: readonly string[];
  readonly decisions: readonly DecisionRow[];
}

const states = ["pending", "approved", "declined", "withdrawn", "lapsed", "ended", "failed"];

/** @throws RemitError PERMISSION_DENIED alike for what is not there and what the caller may not see */
export async function getRequest(deps: Deps, call: Call, id: string): Promise<RequestView> {
  const { db } = deps.database;
  const principalId = call.caller?.principalId ?? "";
  const all = maySeeAllRequests(call.view, principalId, call.now.getTime());
  const row = await readRequest(db, id, call.now);
  const [view] = row === undefined ? [] : await withPeople(db, call, all, [row]);
  const mine = row?.requester_id === principalId || (await isApprover(db, id, principalId));
  if (view !== undefined && (all || mine)) return view;
  throw all ? notFound("request", id) : permissionDenied("remit.request.list", "accounts", "");
}

async function isApprover(reader: Reader, id: string, userId: string): Promise<boolean> {
  return (await readApprovers(reader, [id])).get(id)?.some((approver) => approver.userId === userId) === true;
}

/** One's own, those that one may decide, and with remit.request.list everybody's; the newest first. */
export async function listRequests(deps: Deps, call: Call, request: GetRequestsRequest): Promise<Page<RequestView>> {
  const { state, toDecide } = request;
  if (state !== "" && !states.includes(state)) throw invalidField("state", `must be one of ${states.join(", ")}`);
  const page = parsePage(`requests ${JSON.stringify([state, toDecide])}`, request.pageSize, request.pageToken);
  const principalId = call.caller?.principalId ?? "";
  const all = maySeeAllRequests(call.view, principalId, call.now.getTime());
  const filter = { state, toDecideBy: toDecide ? principalId : null, seenBy: all ? null : principalId };
  const { items, nextPageToken } = await listRows(deps.database.db, page, filter, call.now);
  return { items: await withPeople(deps.database.db, call, all, items), nextPageToken };
}

async function withPeople(
  reader: Reader,
  call: Call,
  all: boolean,
  rows: readonly RequestRow[],
): Promise<RequestView[]> {
  const ids = rows.map(({ id }) => id);
  const approvers = await readApprovers(reader, ids);
  const decisions = await readDecisions(reader, ids);
  return rows.map((row) => {
    const people = all || mayKnowApprovers(call, row) ? (approvers.get(row.id) ?? []) : [];
    return {
      row,
      approverIds: [...new Set(people.map(({ userId }) => userId))],
      decisions: decisions.get(row.id) ?? [],
    };
  });
}

/** Who decides tells whose a thing is, and so that it exists. */
function mayKnowApprovers({ view, caller, now }: Call, row: RequestRow): boolean {
  const principalId = caller?.principalId ?? "";
  if (row.kind === "namespace" || row.requester_id !== principalId) return true;
  const { resource } = toSubject(view, fromBinary(WantedAccessSchema, row.wanted));
  return isVisible(view, principalId, resource, now.getTime());
}

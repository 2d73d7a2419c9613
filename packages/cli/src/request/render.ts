// A request in words: what is asked for, who decides it, and what came of it.
import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import type { Request, Request_Decision } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { toInertLine } from "../inert.ts";
import { renderTable } from "../table.ts";

export function describeWanted({ what }: Request): string {
  if (what.case === "namespace") return `a namespace ${what.value.name} in ${what.value.region}`;
  const wanted = what.value?.wanted;
  switch (wanted?.case) {
    case "namespaceAccess":
      return `${wanted.value.permission} on namespace ${wanted.value.namespace}`;
    case "projectAccess":
      return `${wanted.value.role} on project ${wanted.value.projectId}`;
    case "customRoleId":
      return `custom role ${wanted.value}`;
    case undefined:
      return "something that this program does not know: a newer kind of request";
  }
}

export const renderRequests = (requests: readonly Request[]): string =>
  renderTable(["ID", "STATE", "ASKED", "WHO", "WHAT", "HOURS", "REASON"], requests.map(toRow));

function toRow(request: Request): string[] {
  const { id, state, createdTime, requester, hours, reason } = request;
  return [id, state, timeOf(createdTime).slice(0, 10), requester, describeWanted(request), renderHours(hours), reason];
}

/** A Namespace is not for a time. */
const renderHours = (hours: number): string => (hours === 0 ? "" : String(hours));

export function renderRequest(request: Request): string {
  const { id, state, requester, createdTime, reason, note } = request;
  const fields: readonly (readonly [string, string])[] = [
    ["id", id],
    ["state", state],
    ["asked by", `${requester} at ${timeOf(createdTime)}`],
    ["reason", reason],
    ["hours", renderHours(request.hours)],
    ...fieldsOfNamespace(request),
    ["renews", request.renewsRequestId],
    ["decided by", renderApprovers(request)],
    ...request.decisions.map((decision) => [decision.verdict, renderDecision(decision)] as const),
    [state === "approved" ? "ends" : "ended", timeOf(request.accessEndsTime)],
    ["namespace", request.namespaceId],
    ["note", note],
  ];
  const lines = fields.filter(([, text]) => text !== "").map(([name, text]) => `  ${name}: ${text}`);
  return [describeWanted(request), ...lines].map(toInertLine).join("\n");
}

function fieldsOfNamespace({ what }: Request): (readonly [string, string])[] {
  if (what.case !== "namespace") return [];
  const { retentionDays, teamId, dataClassification, codecEndpoint, projectId } = what.value;
  return [
    ["retention", retentionDays === 0 ? "the account's default" : `${retentionDays} days`],
    ["team", teamId],
    ["classification", dataClassification],
    ["codec server", codecEndpoint],
    ["project", projectId],
  ];
}

/** Who may is empty for those who must not know: then only how many have to. */
function renderApprovers({ responsibilityId, approverIds, approvalsNeeded }: Request): string {
  const of = approverIds.length === 0 ? "" : ` of ${approverIds.length}`;
  return `${approvalsNeeded}${of} who answer for ${responsibilityId}`;
}

const renderDecision = ({ user, time, comment }: Request_Decision): string =>
  `by ${user} at ${timeOf(time)}${comment === "" ? "" : `: ${comment}`}`;

/** What was just done, and what that means for the request. */
export function renderOutcome(done: string, request: Request): string {
  return toInertLine([`${done}: ${describeWanted(request)}`, renderNext(request)].filter(Boolean).join("; "));
}

function renderNext(request: Request): string {
  const { state, decisions, approvalsNeeded, accessEndsTime, note } = request;
  if (state === "pending") return `${approvalsNeeded - decisions.length} more must approve it`;
  return state === "approved" && accessEndsTime !== undefined ? `until ${timeOf(accessEndsTime)}` : note;
}

const timeOf = (time: Timestamp | undefined): string => (time === undefined ? "" : timestampDate(time).toISOString());

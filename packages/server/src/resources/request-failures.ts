// A Namespace that was asked for, approved, and could not be made.
import { fromBinary } from "@bufbuild/protobuf";
import { WantedNamespaceSchema } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { nextVersion } from "../store/ids.ts";
import type { NamespaceRow } from "../store/namespaces.ts";
import { lockRequestOfNamespace, readRequest, updateRequest } from "../store/requests.ts";
import { noticeRequest } from "./request-notices.ts";
import { takeBackTeamAccess } from "./team-access-returned.ts";
import { disclaimNamespace } from "./team-claims.ts";
import type { Transition, TransitionDeps } from "./transition.ts";

/** Does nothing where the Namespace did not come of a request. */
export async function failRequestOf(
  deps: TransitionDeps,
  step: Transition,
  namespace: NamespaceRow,
  reason: string,
): Promise<void> {
  const { tx, now, operation } = step;
  const found = await lockRequestOfNamespace(tx, namespace.uid);
  const row = found === undefined ? undefined : await readRequest(tx, found.id, now);
  if (row === undefined) return;
  const taken = await takeBackTeamAccess(step, namespace);
  const { teamId } = fromBinary(WantedNamespaceSchema, row.wanted);
  const disclaimed = await disclaimNamespace({ tx, now, operationId: operation.id }, teamId, namespace.id);
  step.tell({ request_id: row.id, taken_back: { ...taken, ...(disclaimed && { team: teamId }) } });
  const change = { state: "failed", note: reason, version: await nextVersion(tx) } as const;
  await updateRequest(tx, row.id, change);
  await noticeRequest(tx, deps, "failed", { ...row, ...change }, [row.requester_id], now);
}

// A Namespace that was asked for, approved, and could not be made.
import { nextVersion } from "../store/ids.ts";
import { lockRequestOfNamespace, readRequest, updateRequest } from "../store/requests.ts";
import { noticeRequest } from "./request-notices.ts";
import type { Transition, TransitionDeps } from "./transition.ts";

/** Does nothing where the Namespace did not come of a request. */
export async function failRequestOf(
  deps: TransitionDeps,
  { tx, now }: Transition,
  namespaceUid: string,
  reason: string,
): Promise<void> {
  const found = await lockRequestOfNamespace(tx, namespaceUid);
  const row = found === undefined ? undefined : await readRequest(tx, found.id, now);
  if (row === undefined) return;
  const change = { state: "failed", note: reason, version: await nextVersion(tx) } as const;
  await updateRequest(tx, row.id, change);
  await noticeRequest(tx, deps, "failed", { ...row, ...change }, [row.requester_id], now);
}

// Who sees a request: who made it, who may decide it, and whoever may see everybody's.
import { check } from "@remit/policy";
import type { PolicyView } from "../authorize/view.ts";

/** `now` in Unix milliseconds. */
export function maySeeAllRequests(view: PolicyView, principalId: string, now: number): boolean {
  return check(view.snapshot, principalId, "remit.request.list", { type: "accounts", id: view.account }, now);
}

// From where a Namespace may be reached. One without rules is open from everywhere; one with rules only through them.
import type { ConnectivityRuleSpec } from "@remit/protocol/gen/temporal/api/cloud/connectivityrule/v1/message_pb.ts";
import type { Way } from "./call.ts";

/** A rule of a kind that is not known here lets nobody in. */
export function admitsWay(rules: readonly ConnectivityRuleSpec[], way: Way): boolean {
  if (rules.length === 0) return true;
  return rules.some(({ connectionType }) => {
    if (connectionType.case === "publicRule") return way.kind === "public";
    if (connectionType.case !== "privateRule" || way.kind !== "private") return false;
    // Without an id on both sides there is nothing that tells this endpoint from another.
    return way.endpointId !== null && way.endpointId !== "" && way.endpointId === connectionType.value.connectionId;
  });
}

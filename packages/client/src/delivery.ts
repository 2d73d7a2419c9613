// How the audit log gets to a place, in one word.
import type { AuditStream } from "@remit/protocol/gen/remit/v1/activity_pb.ts";

export type Delivery = "healthy" | "failing" | "behind" | "disabled";

/** What fails is told from what is only late, and from what is not meant to run. */
export function describeDelivery({
  enabled,
  healthy,
  errorMessage,
}: Pick<AuditStream, "enabled" | "healthy" | "errorMessage">): Delivery {
  if (!enabled) return "disabled";
  if (errorMessage !== "") return "failing";
  return healthy ? "healthy" : "behind";
}

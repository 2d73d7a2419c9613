// Namespaces stay below what they may send. Of limits, Temporal's API (as of SDK 1.23) tells those of sizes for a Namespace, and
// of dispatching for a task queue: limits of requests stand in the server's dynamic configuration, and what counts against
// them in its metrics.
import type { EvidenceProvider } from "../evidence.ts";
import { judgeNamespaces } from "./look.ts";
import { judgeUse } from "./use.ts";

export const rateLimits: EvidenceProvider = {
  name: "rate-limits",
  title: "Every Namespace stays below its rate limit.",
  judge: (facts, team) =>
    judgeNamespaces(facts, team, {
      look: (_, observed) =>
        observed?.rate === undefined ? null : judgeUse(observed.rate.peak, observed.rate.limit, "rate limit"),
      good: "below 80 % of the rate limit",
      unknown: "how much of its rate limit a Namespace uses",
      closed: "a Temporal server tells it by its metrics alone, and nothing here reads them yet",
    }),
};

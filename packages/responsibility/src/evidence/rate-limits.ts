// Namespaces stay below what they may send. The gateways count it, and refuse what is too much; what reaches a Temporal
// server past them is in its own metrics alone.
import type { EvidenceProvider } from "../evidence.ts";
import { judgeNamespaces } from "./look.ts";
import { judgeLimited } from "./use.ts";

export const rateLimits: EvidenceProvider = {
  name: "rate-limits",
  title: "Every Namespace stays below its rate limit.",
  judge: (facts, team) =>
    judgeNamespaces(facts, team, {
      look: (_, observed) =>
        observed?.rate === undefined ? null : judgeLimited(observed.rate, "rate limit", "request"),
      good: "below 80 % of the rate limit",
      unknown: "how much of its rate limit a Namespace uses",
      closed: "no gateway has counted its calls, which is what tells it",
    }),
};

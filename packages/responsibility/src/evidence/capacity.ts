// Namespaces have room to grow in what was ordered for them.
import type { EvidenceProvider } from "../evidence.ts";
import { judgeNamespaces } from "./look.ts";
import { judgeUse } from "./use.ts";

export const capacity: EvidenceProvider = {
  name: "capacity",
  title: "Every Namespace has capacity left.",
  judge: (facts, team) =>
    judgeNamespaces(facts, team, {
      look: (_, observed) =>
        observed?.capacity === undefined
          ? null
          : judgeUse(observed.capacity.peak, observed.capacity.ordered, "capacity"),
      good: "below 80 % of the capacity",
      unknown: "how much of its capacity a Namespace uses",
      closed: "a Temporal server tells it by its metrics alone, and nothing here reads them yet",
    }),
};

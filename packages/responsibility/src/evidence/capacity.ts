// Namespaces have room to grow in what was ordered for them.
import type { EvidenceProvider } from "../evidence.ts";
import { judgeNamespaces } from "./look.ts";
import { judgeLimited } from "./use.ts";

export const capacity: EvidenceProvider = {
  name: "capacity",
  title: "Every Namespace has capacity left.",
  judge: (facts, team) =>
    judgeNamespaces(facts, team, {
      look: (_, observed) =>
        observed?.capacity === undefined ? null : judgeLimited(observed.capacity, "capacity", "action"),
      good: "below 80 % of the capacity",
      unknown: "how much of its capacity a Namespace uses",
      closed: "no gateway has counted its calls, which is what tells it",
    }),
};

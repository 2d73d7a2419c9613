// Namespaces are reached over private connections.
import type { EvidenceProvider } from "../evidence.ts";
import { judgeNamespaces } from "./look.ts";

export const privateConnectivity: EvidenceProvider = {
  name: "private-connectivity",
  title: "Every Namespace has a connectivity rule.",
  judge: (facts, team) =>
    judgeNamespaces(facts, team, {
      look: ({ settings }) => {
        if (settings === null) return null;
        return settings.connectivityRules > 0
          ? { state: "green", seen: "has a rule" }
          : { state: "amber", seen: "can be reached from everywhere, because it has no connectivity rule" };
      },
      good: "with a connectivity rule",
      unknown: "which connectivity rules a Namespace has",
    }),
};

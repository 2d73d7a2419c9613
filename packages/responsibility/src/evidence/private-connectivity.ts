// Namespaces are reached over private connections.
import type { EvidenceProvider } from "../evidence.ts";
import { judgeNamespaces } from "./look.ts";

export const privateConnectivity: EvidenceProvider = {
  name: "private-connectivity",
  title: "Every Namespace is reached by private connections alone.",
  judge: (facts, team) =>
    judgeNamespaces(facts, team, {
      look: ({ settings }) => {
        if (settings === null) return null;
        const rules = settings.connectivityRules;
        if (rules.length === 0)
          return { state: "amber", seen: "can be reached from everywhere, because it has no connectivity rule" };
        if (rules.some((kind) => kind === "stable" || kind === "changing"))
          return { state: "amber", seen: "can be reached publicly, too, by a connectivity rule" };
        // A rule that lets nobody in is no private connection.
        return rules.includes("private")
          ? { state: "green", seen: "has private rules alone" }
          : { state: "amber", seen: "has no connectivity rule that lets anybody in" };
      },
      good: "with private connectivity rules alone",
      unknown: "which connectivity rules a Namespace has",
    }),
};

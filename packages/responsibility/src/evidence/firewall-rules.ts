// Namespaces say from where they may be reached, so that a firewall can be as narrow. Whether it is, somebody attests.
import type { EvidenceProvider } from "../evidence.ts";
import { judgeNamespaces } from "./look.ts";

export const firewallRules: EvidenceProvider = {
  name: "firewall-rules",
  title: "Every Namespace is bound to connectivity rules, and none of them to addresses that change.",
  judge: (facts, team) =>
    judgeNamespaces(facts, team, {
      look: ({ settings }) => {
        if (settings === null) return null;
        if (settings.connectivityRules.length === 0)
          return { state: "amber", seen: "is open to everywhere, because no connectivity rule is attached" };
        return settings.connectivityRules.includes("changing")
          ? { state: "amber", seen: "has a public rule without stable IPs, which no firewall can name" }
          : { state: "green", seen: "is bound to rules" };
      },
      good: "bound to connectivity rules that a firewall can name",
      unknown: "which connectivity rules a Namespace has",
    }),
};

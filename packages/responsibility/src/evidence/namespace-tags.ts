// Namespaces carry tags: by them their owners are found, and what their data is.
import type { EvidenceProvider } from "../evidence.ts";
import { judgeNamespaces } from "./look.ts";

export const namespaceTags: EvidenceProvider = {
  name: "namespace-tags",
  title: "Every Namespace is tagged.",
  judge: (facts, team) =>
    judgeNamespaces(facts, team, {
      look: ({ tags }) =>
        Object.keys(tags).length > 0 ? { state: "green", seen: "is tagged" } : { state: "amber", seen: "has no tags" },
      good: "with tags",
      unknown: "which tags a Namespace has",
    }),
};

// Namespaces point at a codec server, and it answers. That it is set says nothing of whether it answers: without
// somebody who called it, the proof is not green.
import type { EvidenceProvider } from "../evidence.ts";
import { dateOf, judgeNamespaces } from "./look.ts";

export const codecServer: EvidenceProvider = {
  name: "codec-server",
  title: "Every Namespace has a codec server set, and it answers.",
  judge: (facts, team) =>
    judgeNamespaces(facts, team, {
      look: ({ settings }, observed) => {
        if (settings === null) return null;
        if (settings.codecEndpoint === "") return { state: "red", seen: "has no codec server set" };
        if (observed?.codec === undefined) return null;
        const { answers, checkedAt } = observed.codec;
        return answers
          ? { state: "green", seen: "answers" }
          : { state: "red", seen: `has a codec server that did not answer on ${dateOf(checkedAt)}` };
      },
      good: "with a codec server that answers",
      unknown: "whether the codec server that is set answers",
    }),
};

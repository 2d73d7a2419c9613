// Namespaces point at a codec server, and it answers. That it is set says nothing of whether it answers: without
// somebody who called it, the proof is not green.
import type { EvidenceProvider } from "../evidence.ts";
import type { NamespaceSettings } from "../facts.ts";
import type { ObservedCodec } from "../observed.ts";
import { dateOf, judgeNamespaces, type Sight } from "./look.ts";

export const codecServer: EvidenceProvider = {
  name: "codec-server",
  title: "Every Namespace has a codec server set, and it answers.",
  judge: (facts, team) =>
    judgeNamespaces(facts, team, {
      look: ({ settings }, observed) => {
        if (settings === null) return null;
        if (settings.codecEndpoint === "") return { state: "red", seen: "has no codec server set" };
        // What another one answered, before it was changed, says nothing.
        return observed?.codec?.endpoint === settings.codecEndpoint ? judgeAnswer(settings, observed.codec) : null;
      },
      good: "with a codec server that answers",
      unknown: "whether the codec server that is set answers",
    }),
};

function judgeAnswer(
  { codecCredentials }: NamespaceSettings,
  { endpoint, result, status, cors, since }: ObservedCodec,
): Sight {
  const { origin = "" } = URL.parse(endpoint) ?? {};
  const which = `has a codec server (${origin})`;
  switch (result) {
    case "unlisted":
      return { state: "unknown", seen: `has one at ${origin}, which the setting codecServers.probe does not list` };
    case "silent":
      return { state: "red", seen: `${which} that has not answered since ${dateOf(since)}` };
    case "fails":
      return { state: "red", seen: `${which} that has answered ${status} and decoded nothing since ${dateOf(since)}` };
    case "unsure":
      return { state: "amber", seen: `${which} that answers ${status}, so that it may or may not decode` };
    case "refuses":
      if (!codecCredentials)
        return {
          state: "amber",
          seen: `${which} that answers ${status}: it asks for credentials, which the Namespace does not pass`,
        };
      break;
    case "decodes":
  }
  if (cors === false) return { state: "amber", seen: `${which} that pages of the Web UI may not call (CORS)` };
  return { state: "green", seen: "answers" };
}

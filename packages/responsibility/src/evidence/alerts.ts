// Somebody is alerted: on the platform for those who answer for it, on its Namespaces for an application team.
import type { EvidenceProvider } from "../evidence.ts";
import { countThings, judgeNamespaces, unknown } from "./look.ts";

export const alerts: EvidenceProvider = {
  name: "alerts",
  title: "There are alerts.",
  judge: (facts, team) => {
    if (team === null || team.kind.scope === "account") {
      const count = facts.observed?.platformAlerts;
      if (count === undefined)
        return unknown("It is not known which alerts there are: no observability platform is asked.");
      return count > 0
        ? { state: "green", why: `${countThings(count, "alert")} on the platform.` }
        : { state: "red", why: "There is no alert on the platform." };
    }
    return judgeNamespaces(facts, team, {
      look: (_, observed) => {
        if (observed?.alerts === undefined) return null;
        return observed.alerts > 0 ? { state: "green", seen: "has alerts" } : { state: "red", seen: "has no alert" };
      },
      good: "with alerts",
      unknown: "which alerts there are",
    });
  },
};

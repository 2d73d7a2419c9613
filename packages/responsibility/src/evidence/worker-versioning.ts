// Workers run in deployments with a current version, so that a change does not break what is running.
import type { EvidenceProvider } from "../evidence.ts";
import { judgeNamespaces, listNames } from "./look.ts";

export const workerVersioning: EvidenceProvider = {
  name: "worker-versioning",
  title: "Every Namespace has Worker Deployments with a current version.",
  judge: (facts, team) =>
    judgeNamespaces(facts, team, {
      look: (_, observed) => {
        const deployments = observed?.deployments;
        if (deployments === undefined) return null;
        const unversioned = deployments.filter(({ currentBuild }) => currentBuild === "").map(({ name }) => name);
        if (unversioned.length > 0)
          return { state: "amber", seen: `has no current version of ${listNames(unversioned)}` };
        if (deployments.length === 0) return { state: "amber", seen: "has no Worker Deployment" };
        return { state: "green", seen: "is versioned" };
      },
      good: "with a current version of each deployment",
      unknown: "whether Workers are versioned",
    }),
};

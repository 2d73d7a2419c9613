// Workers are there: every task queue is polled.
import type { EvidenceProvider } from "../evidence.ts";
import { judgeNamespaces, listNames } from "./look.ts";

export const workerDeployments: EvidenceProvider = {
  name: "worker-deployments",
  title: "Every task queue of every Namespace is polled.",
  judge: (facts, team) =>
    judgeNamespaces(facts, team, {
      look: (_, observed) => {
        const queues = observed?.taskQueues;
        if (queues === undefined) return null;
        const silent = queues.filter(({ pollers }) => pollers === 0).map(({ name }) => name);
        if (silent.length > 0) return { state: "red", seen: `has no poller on ${listNames(silent)}` };
        if (queues.length === 0) return { state: "amber", seen: "has no task queue that anybody polls" };
        return { state: "green", seen: "is polled" };
      },
      good: "with a poller on every task queue",
      unknown: "which task queues are polled",
    }),
};

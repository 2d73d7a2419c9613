// What a Temporal server tells of the Workers of a Namespace. Bounded in time, in count and in calls at once: looking
// must not be felt by who works there. What is not known is left out; a look that did not reach everything shows what
// is bad in what it saw and nothing good, since the rest may be worse.
import type { Connection } from "@temporalio/client";
import { Asker } from "./ask-server.ts";
import { countPollers, isOwnQueue, listQueuesOfExecutions, listQueuesOfWorkers } from "./task-queues.ts";
import { listDeployments, listQueuesOfDeployments } from "./worker-deployments.ts";

const lookMs = 20_000;
const mostQueues = 100;

export interface SeenQueue {
  readonly name: string;
  readonly pollers: number;
}

/** Each part is absent when it is not known. */
export interface SeenWorkers {
  /** By name. Of a look that did not reach all of them: only those that nobody polls. */
  readonly taskQueues?: readonly SeenQueue[];
  /** By name. Of a list that is longer than is read: only those without a current version. */
  readonly deployments?: readonly { readonly name: string; readonly currentBuild: string }[];
}

/**
 * @param known task queues that may be there, from elsewhere: what polled them may have gone, and no server remembers
 * @param now what "polled of late" is measured from
 * @throws RemitError UNAVAILABLE when the server does not answer
 */
export async function lookAtWorkers(
  connection: Connection,
  namespace: string,
  known: readonly string[],
  now: Date,
): Promise<SeenWorkers> {
  const asker = new Asker(connection, Date.now() + lookMs);
  const deployments = await listDeployments(asker, namespace);
  const unversioned = deployments?.items.filter(({ currentBuild }) => currentBuild === "") ?? [];
  const shown = deployments?.whole ? deployments.items : unversioned;
  const taskQueues = await lookAtQueues(asker, namespace, known, now, deployments?.items ?? []);
  return {
    ...(taskQueues && { taskQueues }),
    ...((deployments?.whole || unversioned.length > 0) && {
      deployments: shown.map(({ name, currentBuild }) => ({ name, currentBuild })).sort(byName),
    }),
  };
}

async function lookAtQueues(
  asker: Asker,
  namespace: string,
  known: readonly string[],
  now: Date,
  deployments: Parameters<typeof listQueuesOfDeployments>[2],
): Promise<SeenQueue[] | undefined> {
  const ofExecutions = await listQueuesOfExecutions(asker, namespace);
  const ofDeployments = await listQueuesOfDeployments(asker, namespace, deployments);
  const ofWorkers = await listQueuesOfWorkers(asker, namespace);
  const named = [
    ...(ofExecutions?.items ?? []),
    ...known,
    ...(ofDeployments ?? []),
    ...(ofWorkers?.items ?? []),
  ].filter(isOwnQueue);
  const names = [...new Set(named)];
  const counted = await countPollers(asker, namespace, names.slice(0, mostQueues), now);
  const whole =
    ofExecutions?.whole === true && ofDeployments !== undefined && counted.whole && names.length <= mostQueues;
  // Queues that only a Worker names are polled, so they may be missing; but where there is no other, that they were
  // asked for decides between "there is none" and "nobody knows".
  if (whole && (names.length > 0 || ofWorkers !== undefined)) return [...counted.items].sort(byName);
  const silent = counted.items.filter(({ pollers }) => pollers === 0);
  return silent.length > 0 ? silent.sort(byName) : undefined;
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : Number(a.name > b.name);

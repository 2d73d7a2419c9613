// The Worker Deployments of a Namespace: which build new executions go to, and which task queues the build works on.
import { type Asker, type Listed, mapInTurns } from "./ask-server.ts";

const pageSize = 100;
const mostPages = 3;

export interface SeenDeployment {
  readonly name: string;
  /** Build id of the version that new executions go to; empty: none was made current. */
  readonly currentBuild: string;
  /** Build id of the version that was made last; empty when there is none. */
  readonly latestBuild: string;
}

/** Undefined: not known. */
export function listDeployments(asker: Asker, namespace: string): Promise<Listed<SeenDeployment> | undefined> {
  const { workflowService } = asker.connection;
  return asker.askPages(
    mostPages,
    (nextPageToken) => workflowService.listWorkerDeployments({ namespace, pageSize, nextPageToken }),
    ({ workerDeployments }) =>
      workerDeployments.map(({ name, routingConfig, latestVersionSummary }) => ({
        name: name ?? "",
        currentBuild: routingConfig?.currentDeploymentVersion?.buildId ?? "",
        latestBuild: latestVersionSummary?.deploymentVersion?.buildId ?? "",
      })),
  );
}

/** The task queues of each deployment's current version, or its latest where none is current. Undefined: not known. */
export async function listQueuesOfDeployments(
  asker: Asker,
  namespace: string,
  deployments: readonly SeenDeployment[],
): Promise<string[] | undefined> {
  const { workflowService } = asker.connection;
  const answers = await mapInTurns(deployments, ({ name, currentBuild, latestBuild }) => {
    const buildId = currentBuild || latestBuild;
    if (buildId === "") return Promise.resolve([]);
    const deploymentVersion = { deploymentName: name, buildId };
    return asker.ask(async () => {
      const { versionTaskQueues } = await workflowService.describeWorkerDeploymentVersion({
        namespace,
        deploymentVersion,
      });
      return versionTaskQueues.map((queue) => queue.name ?? "");
    });
  });
  return answers.includes(undefined) ? undefined : answers.flatMap((names) => names ?? []);
}

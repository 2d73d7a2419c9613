// Six Namespaces on the Temporal server, which the file claims by name, by tag and by project.
import { removeNamespace } from "../first-custom-role/remove.ts";
import { send } from "../first-custom-role/rest.ts";
import { namespaces } from "./company.ts";
import type { Stage } from "./stage.ts";

/** Name → id, as "payments-live" → "payments-live.abc12". */
export type NamespaceIds = ReadonlyMap<string, string>;

export async function createNamespaces(stage: Stage): Promise<NamespaceIds> {
  const projects = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const { name, team, tags, project } of namespaces) {
    if (project !== undefined && !projects.has(project)) projects.set(project, await createProject(stage, project));
    const projectId = project === undefined ? undefined : projects.get(project);
    ids.set(name, await (projectId === undefined ? create(stage, name, tags) : createIn(stage, name, projectId)));
    const how = project === undefined ? (tags === undefined ? "its name" : "its tag") : "its project";
    stage.say(`   Created ${ids.get(name)}, owned by ${team} through ${how}.`);
  }
  return ids;
}

const specOf = (name: string) => ({
  name,
  regions: ["aws-us-east-1"],
  retentionDays: 7,
  apiKeyAuth: { enabled: true },
});

/** With the official client. */
export async function create(
  { owner, leftovers }: Stage,
  name: string,
  tags: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { namespace } = await owner.settle(owner.cloud.createNamespace({ spec: specOf(name), tags }));
  leftovers.defer(() => removeNamespace(owner, namespace));
  return namespace;
}

/** Over REST: the official client does not know projects yet. */
async function createIn({ connection, owner, leftovers }: Stage, name: string, projectId: string): Promise<string> {
  const body = { spec: specOf(name), projectId };
  const answer = await send(connection, "POST", "/cloud/namespaces", connection.apiKey, body);
  const { namespace = "", asyncOperation } = answer as unknown as {
    readonly namespace?: string;
    readonly asyncOperation: { readonly id: string };
  };
  await owner.settle(owner.cloud.getAsyncOperation({ asyncOperationId: asyncOperation.id }));
  leftovers.defer(() => removeNamespace(owner, namespace));
  return namespace;
}

async function createProject({ connection, leftovers }: Stage, displayName: string): Promise<string> {
  const key = connection.apiKey;
  const { projectId = "" } = await send(connection, "POST", "/cloud/projects", key, { spec: { displayName } });
  leftovers.defer(async () => {
    const { project } = (await send(connection, "GET", `/cloud/projects/${projectId}`, key)) as unknown as {
      readonly project: { readonly resourceVersion: string };
    };
    const version = encodeURIComponent(project.resourceVersion);
    await send(connection, "DELETE", `/cloud/projects/${projectId}?resourceVersion=${version}`, key);
  });
  return projectId;
}

// Two projects beside the default one: the second is where things move to.
import type { Step } from "../step.ts";

const named = (displayName: string, description: string) => ({
  displayName: `{{run}} ${displayName}`,
  description,
  lifecycle: { enableDeleteProtection: false },
});

export const projects: readonly Step[] = [
  {
    rpc: "CreateProject",
    request: { spec: named("orders", "") },
    keep: { project: "projectId", operation: "asyncOperation.id" },
  },
  { rpc: "GetAsyncOperation", request: { asyncOperationId: "{{operation}}" } },
  {
    rpc: "CreateProject",
    request: { spec: named("shipping", "where things move to") },
    keep: { otherProject: "projectId" },
  },
  { rpc: "GetProjects", request: { projectIds: ["{{project}}"], pageSize: 1000 } },
  { rpc: "GetProject", request: { projectId: "{{project}}" }, keep: { version: "project.resourceVersion" } },
  {
    rpc: "UpdateProject",
    request: { projectId: "{{project}}", spec: named("orders", "of the shop"), resourceVersion: "{{version}}" },
  },
];

const deleted = (name: string): Step[] => [
  { rpc: "GetProject", request: { projectId: `{{${name}}}` }, keep: { version: "project.resourceVersion" } },
  { rpc: "DeleteProject", request: { projectId: `{{${name}}}`, resourceVersion: "{{version}}" } },
];

export const projectsEnd: readonly Step[] = [...deleted("project"), ...deleted("otherProject")];

import { create, fromBinary } from "@bufbuild/protobuf";
import type {
  GetProjectRequest,
  GetProjectsRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type Project,
  ProjectSchema,
  ProjectSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/project/v1/message_pb.ts";
import type { Deps } from "../resources/call.ts";
import { createProject, deleteProject, getProject, listProjects, updateProject } from "../resources/projects.ts";
import type { ProjectRow } from "../store/projects.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";
import { resourceFields } from "./resource-fields.ts";

export const projects = (deps: Deps): CloudHandlers => ({
  getProjects: read(deps, async (_, call, request: GetProjectsRequest) => {
    const { items, nextPageToken } = await listProjects(deps, call, request);
    return { projects: items.map(toProject), nextPageToken };
  }),
  getProject: read(deps, async (_, call, request: GetProjectRequest) => ({
    project: toProject(await getProject(deps, call, request.projectId)),
  })),
  createProject: write(deps, createProject),
  updateProject: write(deps, updateProject),
  deleteProject: write(deps, deleteProject),
});

function toProject(row: ProjectRow): Project {
  const { stateDeprecated: _, ...fields } = resourceFields(row);
  return create(ProjectSchema, { ...fields, id: row.id, spec: fromBinary(ProjectSpecSchema, row.spec) });
}

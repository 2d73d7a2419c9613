// Projects: what namespaces, Nexus endpoints and connectivity rules lie in.
import { clone, fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import type {
  CreateProjectRequest,
  DeleteProjectRequest,
  GetProjectsRequest,
  UpdateProjectRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { type ProjectSpec, ProjectSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/project/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { narrow, visibleIds } from "../authorize/visible.ts";
import { alreadyExists, failedPrecondition, notFound } from "../errors.ts";
import { removeProjectFromAccess } from "../store/access-cleaning.ts";
import { readConnectivityRulesOf } from "../store/connectivity-rules.ts";
import type { Reader } from "../store/database.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { countNamespaces } from "../store/namespaces.ts";
import { countNexusEndpoints } from "../store/nexus-endpoints.ts";
import { type Page, parsePage } from "../store/paging.ts";
import {
  countProjectServiceAccounts,
  countProjects,
  deleteProject as deleteRow,
  insertProject,
  listProjects as listRows,
  lockProject,
  type ProjectRow,
  readProject,
  readProjectByName,
  updateProject as updateRow,
} from "../store/projects.ts";
import { endTemporaryGrantsOn } from "../store/temporary-grants.ts";
import type { Call, Deps } from "./call.ts";
import { requireChange, requireSpec, requireText, requireVersion } from "./checks.ts";
import { requireRoom } from "./limits.ts";
import type { Mutation, Outcome } from "./mutation.ts";

/** @throws RemitError NOT_FOUND */
export async function requireProject(reader: Reader, id: string): Promise<ProjectRow> {
  const row = await readProject(reader, id);
  if (row === undefined) throw notFound("project", id);
  return row;
}

export const getProject = (deps: Deps, _call: Call, id: string): Promise<ProjectRow> =>
  requireProject(deps.database.db, id);

/** The projects on which the caller holds cloud.project.get, by id; with `project_ids` only those among them. */
export async function listProjects(deps: Deps, call: Call, request: GetProjectsRequest): Promise<Page<ProjectRow>> {
  const { projectIds } = request;
  const page = parsePage(`projects ${JSON.stringify(projectIds)}`, request.pageSize, request.pageToken);
  const { view, caller, now } = call;
  const visible = visibleIds(view, caller?.principalId ?? "", "projects", now.getTime());
  return listRows(deps.database.db, page, projectIds.length === 0 ? visible : narrow(visible, projectIds));
}

export async function createProject(mutation: Mutation, request: CreateProjectRequest): Promise<Outcome> {
  const { tx, deps } = mutation;
  const spec = requireSpec(ProjectSpecSchema, request.spec);
  requireValidProject(spec);
  if ((await readProjectByName(tx, spec.displayName)) !== undefined) throw alreadyExists("project", spec.displayName);
  requireRoom(deps.limits, "projectsPerAccount", await countProjects(tx), "projects in the account");
  const id = newId();
  await insertProject(tx, {
    id,
    display_name: spec.displayName,
    spec: toBinary(ProjectSpecSchema, spec),
    state: ResourceState.ACTIVE,
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    created_at: mutation.now,
    updated_at: null,
  });
  mutation.touch("project", id);
  mutation.about("projects", id, { after: toJson(ProjectSpecSchema, spec) });
  return { projectId: id };
}

export async function updateProject(mutation: Mutation, request: UpdateProjectRequest): Promise<Outcome> {
  const { tx } = mutation;
  const spec = requireSpec(ProjectSpecSchema, request.spec);
  requireValidProject(spec);
  const row = await lockProject(tx, request.projectId);
  if (row === undefined) throw notFound("project", request.projectId);
  requireVersion("project", row.version, request.resourceVersion);
  const stored = fromBinary(ProjectSpecSchema, row.spec);
  requireChange(ProjectSpecSchema, comparable(stored), comparable(spec), "the project");
  const namesake = await readProjectByName(tx, spec.displayName);
  if (namesake !== undefined && namesake.id !== row.id) throw alreadyExists("project", spec.displayName);
  await updateRow(tx, row.id, {
    display_name: spec.displayName,
    spec: toBinary(ProjectSpecSchema, spec),
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  mutation.about("projects", row.id, {
    before: toJson(ProjectSpecSchema, stored),
    after: toJson(ProjectSpecSchema, spec),
  });
  return {};
}

function requireValidProject(spec: ProjectSpec): void {
  const says = "must be one line that begins and ends with something visible";
  requireText(spec.displayName, "spec.display_name", { max: 64, pattern: /^\S([^\p{Cc}]*\S)?$/u, says });
  requireText(spec.description, "spec.description", { min: 0, max: 255 });
}

/** A lifecycle that switches nothing on reads like none. */
function comparable(spec: ProjectSpec): ProjectSpec {
  const copy = clone(ProjectSpecSchema, spec);
  if (copy.lifecycle?.enableDeleteProtection === false && copy.lifecycle.$unknown === undefined) delete copy.lifecycle;
  return copy;
}

export async function deleteProject(mutation: Mutation, request: DeleteProjectRequest): Promise<Outcome> {
  const { tx, view, now } = mutation;
  const row = await lockProject(tx, request.projectId);
  if (row === undefined) throw notFound("project", request.projectId);
  requireVersion("project", row.version, request.resourceVersion);
  const spec = fromBinary(ProjectSpecSchema, row.spec);
  if (spec.lifecycle?.enableDeleteProtection === true) {
    throw failedPrecondition("the project is protected; switch off lifecycle.enable_delete_protection first");
  }
  if ((await countProjects(tx)) === 1) throw failedPrecondition("the last project of the account cannot be deleted");
  // Nothing could name another one, and whatever names no project would have no place from then on.
  if (row.id === view.defaultProject) throw failedPrecondition("the default project of the account cannot be deleted");
  await requireEmpty(tx, row.id);
  const { principals, groups } = await removeProjectFromAccess(tx, row.id, now);
  for (const id of principals) mutation.touch("principal", id);
  for (const id of groups) mutation.touch("group", id);
  for (const id of await endTemporaryGrantsOn(tx, "project_id", row.id, now)) mutation.touch("principal", id);
  await deleteRow(tx, row.id);
  mutation.touch("project", row.id);
  mutation.about("projects", row.id, { before: toJson(ProjectSpecSchema, spec) });
  return {};
}

/** Whatever lies in the project has to be deleted or moved by somebody who may do that. */
async function requireEmpty(reader: Reader, id: string): Promise<void> {
  const contents = {
    namespaces: await countNamespaces(reader, id),
    "Nexus endpoints": await countNexusEndpoints(reader, id),
    "connectivity rules": (await readConnectivityRulesOf(reader, id)).length,
    "service accounts": await countProjectServiceAccounts(reader, id),
  };
  const present = Object.entries(contents).filter(([, count]) => count > 0);
  if (present.length === 0) return;
  throw failedPrecondition(`the project still holds ${present.map(([what, count]) => `${count} ${what}`).join(", ")}`);
}

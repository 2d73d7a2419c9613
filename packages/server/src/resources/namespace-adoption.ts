// Taking Namespaces that a Temporal server has already under management, and letting them go again. The server is only
// read: whoever adopts by mistake has changed nothing there.
import { toBinary, toJson } from "@bufbuild/protobuf";
import type * as wire from "@remit/protocol/gen/remit/v1/namespaces_pb.ts";
import {
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { alreadyExists, failedPrecondition, invalidField, notFound, nothingToChange, quote } from "../errors.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { insertNamespace, serverNameOf } from "../store/namespaces.ts";
import { type Page, parsePage, toPage } from "../store/paging.ts";
import type { ExistingNamespace, NamespaceOnServer } from "../temporal/existing-namespaces.ts";
import {
  findManaging,
  isReserved,
  isSendable,
  nameFor,
  notesOn,
  problemWith,
  readManaged,
  toAdoptedSpec,
} from "./adoptable-namespaces.ts";
import type { Call, Deps } from "./call.ts";
import { requireText, requireVersion } from "./checks.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { requireRoomForNamespace } from "./namespace-creation.ts";
import { requireNamespaceName } from "./namespace-rules.ts";
import { lockSettledNamespace } from "./namespace-state.ts";
import { forgetNamespace } from "./namespace-transitions.ts";
import { requireNoEndpoints } from "./nexus-endpoint-access.ts";
import { requireProject } from "./projects.ts";
import { oneRegionOfEachServer, type Region, requireRegion } from "./regions.ts";

export interface Adoptable {
  readonly found: ExistingNamespace;
  readonly region: string;
  readonly name: string;
  readonly problem: string;
  readonly notes: readonly string[];
}

/** By the servers' names of them, one server after the other. */
export async function listAdoptable(
  deps: Deps,
  { view }: Call,
  request: wire.ListAdoptableRequest,
): Promise<Page<Adoptable>> {
  const page = parsePage(`adoptable ${JSON.stringify([request.region])}`, request.pageSize, request.pageToken);
  const managed = await readManaged(deps.database.db, view.account);
  const all: Adoptable[] = [];
  const wanted = new Set<string>();
  for (const region of regionsToAsk(deps.regions, request.region)) {
    for (const found of await deps.onServer.list(region)) {
      if (isReserved(found) || findManaging(managed, found) !== undefined) continue;
      const name = nameFor(managed, found.name);
      const problem = problemWith(managed, found, name) || problemAmong(wanted, found, name);
      all.push({ found, region, name, problem, notes: notesOn(found, deps.limits) });
    }
  }
  const keyOf = ({ region, found }: Adoptable): readonly string[] => [region, found.name];
  const [afterRegion, afterName] = page.after ?? [];
  const last = all.findIndex(({ region, found }) => region === afterRegion && found.name === afterName);
  // The one that a page ended with may be managed by now: then those behind its place follow.
  const from =
    last >= 0
      ? last + 1
      : all.findIndex(({ region, found }) => region === afterRegion && found.name > (afterName ?? ""));
  const rest = page.after === null ? all : from < 0 ? [] : all.slice(from);
  return toPage(page, rest.slice(0, page.size + 1), keyOf);
}

/** Why it cannot be adopted beside those before it in the list; "" when it can. */
function problemAmong(wanted: Set<string>, found: ExistingNamespace, name: string): string {
  if (wanted.has(`name ${name}`)) return `one before it would be called ${name}, too: say another name`;
  if (wanted.has(`server ${found.name}`)) return "another server has one of this name, too: only one can be managed";
  wanted.add(`name ${name}`).add(`server ${found.name}`);
  return "";
}

/** The one that is named, or one of each server. @throws RemitError INVALID_FIELD */
const regionsToAsk = (regions: readonly Region[], region: string): string[] =>
  region === "" ? oneRegionOfEachServer(regions) : [requireRegion(regions, region, "region").id];

/** What a server has of the name that somebody wants to adopt; found before the transaction, which waits for no server. */
export interface FoundForAdoption {
  readonly region: string;
  readonly found: NamespaceOnServer;
}

/** @throws RemitError INVALID_FIELD, NOT_FOUND, UNAVAILABLE */
export async function lookForAdoption(
  deps: Deps,
  { serverName, region, name }: wire.AdoptRequest,
): Promise<FoundForAdoption> {
  requireText(serverName, "server_name", { max: 1_000 });
  if (!isSendable(serverName))
    throw invalidField("server_name", "must be printable ASCII: no SDK can send other names");
  if (name !== "") requireNamespaceName(name, "name");
  if (isReserved({ name: serverName }))
    throw invalidField("server_name", "names of Temporal's and of the control plane's own are reserved");
  const matches: FoundForAdoption[] = [];
  for (const id of regionsToAsk(deps.regions, region)) {
    const found = await deps.onServer.read(id, serverName);
    if (found !== null) matches.push({ region: id, found });
  }
  const [only] = matches;
  if (only === undefined) throw notFound("Namespace of a Temporal server", serverName);
  if (matches.length === 1) return only;
  const regions = matches.map((match) => match.region).join(" or ");
  throw invalidField("region", `is required, since several servers have a Namespace ${quote(serverName)}: ${regions}`);
}

export async function adoptNamespace(
  mutation: Mutation,
  request: wire.AdoptRequest,
  { found, region }: FoundForAdoption,
): Promise<Outcome> {
  const { tx, view, deps, now, operationId } = mutation;
  const managed = await readManaged(tx, view.account);
  const before = findManaging(managed, found);
  if (before !== undefined) throw nothingToChange(`Namespace ${found.name}, which is managed as ${before.id} already`);
  const name = request.name === "" ? nameFor(managed, found.name) : request.name;
  const problem = problemWith(managed, found, name);
  if (managed.byId.has(`${name}.${view.account}`)) throw alreadyExists("namespace", `${name}.${view.account}`);
  if (problem !== "") throw failedPrecondition(`Namespace ${quote(found.name)} cannot be adopted: ${problem}`);
  const projectId = request.projectId === "" ? view.defaultProject : request.projectId;
  await requireProject(tx, projectId);
  await requireRoomForNamespace(mutation, projectId);
  const spec = toAdoptedSpec(found, name, region);
  const id = `${name}.${view.account}`;
  const uid = newId();
  await insertNamespace(tx, {
    uid,
    id,
    project_id: projectId,
    spec: toBinary(NamespaceSpecSchema, spec),
    desired: null,
    tags: JSON.stringify({}),
    active_region: region,
    failure_reason: "",
    server_name: found.name,
    server_id: found.id,
    made: true,
    state: ResourceState.ACTIVE,
    version: await nextVersion(tx),
    async_operation_id: operationId,
    created_at: now,
    updated_at: null,
  });
  mutation.touch("namespace", uid);
  mutation.about("namespaces", id, { uid, project_id: projectId, ...adopted(found), after: toDetails(spec) });
  return { namespace: id, notes: notesOn(found, deps.limits) };
}

const adopted = ({ name, id }: ExistingNamespace) => ({ server_name: name, server_id: id });
const toDetails = (spec: NamespaceSpec) => toJson(NamespaceSpecSchema, spec);

/** Delete protection does not stand in the way: nothing is deleted but what is ours. */
export async function releaseNamespace(mutation: Mutation, request: wire.ReleaseRequest): Promise<Outcome> {
  const { tx } = mutation;
  const row = await lockSettledNamespace(tx, request.namespace);
  requireVersion("namespace", row.version, request.resourceVersion);
  if (row.server_name === null)
    throw failedPrecondition("the namespace was made here and not adopted: nobody else would answer for it; delete it");
  await requireNoEndpoints(tx, row);
  await forgetNamespace(mutation, row);
  const serverName = serverNameOf(row);
  mutation.about("namespaces", row.id, { uid: row.uid, server_name: serverName, server_id: row.server_id });
  return { serverName };
}

// Export sinks: where the histories of a Namespace's closed workflows go. Nothing of them is on a Temporal server, so
// each change is done when it is committed; what they do is in export-histories.ts.
import { fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import type {
  CreateNamespaceExportSinkRequest,
  DeleteNamespaceExportSinkRequest,
  GetNamespaceExportSinkRequest,
  GetNamespaceExportSinksRequest,
  UpdateNamespaceExportSinkRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  ExportSink_Health,
  type ExportSinkSpec,
  ExportSinkSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { alreadyExists, failedPrecondition, notFound } from "../errors.ts";
import type { Reader } from "../store/database.ts";
import { forgetExportedRuns } from "../store/export-progress.ts";
import {
  countExportSinks,
  deleteExportSink as deleteRow,
  type ExportSinkRow,
  insertExportSink,
  listExportSinks as listRows,
  readExportSink,
  updateExportSink as updateRow,
} from "../store/export-sinks.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { lockNamespace, type NamespaceRow, readNamespace } from "../store/namespaces.ts";
import { type Page, parsePage } from "../store/paging.ts";
import { keepNewerFields } from "./api-version.ts";
import type { Call, Deps } from "./call.ts";
import { requireChange, requireSpec, requireVersion } from "./checks.ts";
import { dropReplacedAzure, requireSinkName, requireValidSink } from "./export-sink-spec.ts";
import { requireRoom } from "./limits.ts";
import type { Mutation, Outcome } from "./mutation.ts";

export async function getExportSink(
  deps: Deps,
  _call: Call,
  { namespace, name }: GetNamespaceExportSinkRequest,
): Promise<ExportSinkRow> {
  const { db } = deps.database;
  const { uid } = await requireNamespace(db, namespace);
  return requireSink(await readExportSink(db, uid, name), name);
}

/** By name. */
export async function listExportSinks(
  deps: Deps,
  _call: Call,
  { namespace, pageSize, pageToken }: GetNamespaceExportSinksRequest,
): Promise<Page<ExportSinkRow>> {
  const { db } = deps.database;
  const { uid } = await requireNamespace(db, namespace);
  return listRows(db, parsePage(`export-sinks ${uid}`, pageSize, pageToken), uid);
}

export async function createExportSink(
  mutation: Mutation,
  request: CreateNamespaceExportSinkRequest,
): Promise<Outcome> {
  const { tx, now, deps } = mutation;
  const spec = requireSpec(ExportSinkSpecSchema, request.spec);
  requireValidSink(spec);
  const namespace = await lockLastingNamespace(mutation, request.namespace);
  if ((await readExportSink(tx, namespace.uid, spec.name)) !== undefined) throw alreadyExists("export sink", spec.name);
  const present = await countExportSinks(tx, namespace.uid);
  requireRoom(deps.limits, "exportSinksPerNamespace", present, "export sinks in a Namespace");
  await insertExportSink(tx, {
    uid: newId(),
    namespace_uid: namespace.uid,
    name: spec.name,
    enabled: spec.enabled,
    spec: toBinary(ExportSinkSpecSchema, spec),
    state: ResourceState.ACTIVE,
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    created_at: now,
    updated_at: null,
    begins_at: now,
    exported_until: now,
    window_end: null,
    window_started_at: null,
    last_export_at: null,
    last_check_at: null,
  });
  tell(mutation, request.namespace, spec.name, { after: toJson(ExportSinkSpecSchema, spec) });
  return {};
}

export async function updateExportSink(
  mutation: Mutation,
  request: UpdateNamespaceExportSinkRequest,
): Promise<Outcome> {
  const { tx, now, call, operationId } = mutation;
  const spec = requireSpec(ExportSinkSpecSchema, request.spec);
  requireSinkName(spec.name);
  const namespace = await lockLastingNamespace(mutation, request.namespace);
  const row = requireSink(await readExportSink(tx, namespace.uid, spec.name), spec.name);
  const stored = fromBinary(ExportSinkSpecSchema, row.spec);
  keepNewerFields(ExportSinkSpecSchema, stored, spec, call.apiVersion);
  dropReplacedAzure(spec, call.apiVersion);
  requireValidSink(spec);
  requireVersion("export sink", row.version, request.resourceVersion);
  requireChange(ExportSinkSpecSchema, stored, spec, "the export sink");
  await updateRow(tx, row.uid, {
    spec: toBinary(ExportSinkSpecSchema, spec),
    enabled: spec.enabled,
    version: await nextVersion(tx),
    async_operation_id: operationId,
    updated_at: now,
    // What was found out was found out about what it was.
    health: ExportSink_Health.UNSPECIFIED,
    error_message: "",
    ...(spec.enabled && !stored.enabled && beginAt(now)),
  });
  if (spec.enabled && !stored.enabled) await forgetExportedRuns(tx, row.uid);
  const [before, after] = [toJson(ExportSinkSpecSchema, stored), toJson(ExportSinkSpecSchema, spec)];
  tell(mutation, request.namespace, spec.name, { before, after });
  return {};
}

const beginAt = (now: Date) => ({ begins_at: now, exported_until: now, window_end: null, window_started_at: null });

export async function deleteExportSink(
  mutation: Mutation,
  request: DeleteNamespaceExportSinkRequest,
): Promise<Outcome> {
  const { tx } = mutation;
  const namespace = await lockNamespace(tx, request.namespace);
  if (namespace === undefined) throw notFound("namespace", request.namespace);
  const row = requireSink(await readExportSink(tx, namespace.uid, request.name), request.name);
  requireVersion("export sink", row.version, request.resourceVersion);
  await deleteRow(tx, row.uid);
  tell(mutation, request.namespace, row.name, { before: toJson(ExportSinkSpecSchema, toStoredSpec(row)) });
  return {};
}

export const toStoredSpec = (row: ExportSinkRow): ExportSinkSpec => fromBinary(ExportSinkSpecSchema, row.spec);

function tell(mutation: Mutation, namespace: string, name: string, change: Readonly<Record<string, unknown>>): void {
  mutation.about("namespaces", namespace, { export_sink: name, ...change });
}

/** @throws RemitError NOT_FOUND */
export async function requireNamespace(reader: Reader, id: string): Promise<NamespaceRow> {
  const row = await readNamespace(reader, id);
  if (row === undefined) throw notFound("namespace", id);
  return row;
}

/** Nobody else changes the Namespace's sinks meanwhile. @throws RemitError NOT_FOUND, FAILED_PRECONDITION */
async function lockLastingNamespace({ tx }: Mutation, id: string): Promise<NamespaceRow> {
  const row = await lockNamespace(tx, id);
  if (row === undefined) throw notFound("namespace", id);
  if (row.state === ResourceState.DELETING) throw failedPrecondition("the namespace is being deleted");
  return row;
}

function requireSink(row: ExportSinkRow | undefined, name: string): ExportSinkRow {
  if (row === undefined) throw notFound("export sink", name);
  return row;
}

// Sinks of the audit log: where its records are sent besides being kept. To make one says nothing of whether the place
// can be reached: Validate tries it, and its health tells how it goes.
import { fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import {
  type AuditLogSinkSpec,
  AuditLogSinkSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import type {
  CreateAccountAuditLogSinkRequest,
  DeleteAccountAuditLogSinkRequest,
  GetAccountAuditLogSinksRequest,
  UpdateAccountAuditLogSinkRequest,
  ValidateAccountAuditLogSinkRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { readHead } from "../audit/chain.ts";
import { describeSink } from "../audit/delivery/describe-sink.ts";
import { DeliveryError } from "../audit/delivery/destination.ts";
import { alreadyExists, failedPrecondition, invalidField, notFound } from "../errors.ts";
import {
  type AuditLogSinkRow,
  countAuditLogSinks,
  deleteAuditLogSink as deleteRow,
  insertAuditLogSink,
  listAuditLogSinks as listRows,
  lockAuditLogSink,
  readAuditLogSink,
  updateAuditLogSink as updateRow,
} from "../store/audit-log-sinks.ts";
import { deleteAuditStream, insertAuditStream, updateAuditStream } from "../store/audit-streams.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { type Page, parsePage } from "../store/paging.ts";
import { keepNewerFields } from "./api-version.ts";
import type { Call, Deps } from "./call.ts";
import { requireChange, requireSpec, requireText, requireVersion } from "./checks.ts";
import { requireRoom } from "./limits.ts";
import type { Mutation, Outcome } from "./mutation.ts";

export async function getAuditLogSink(deps: Deps, _call: Call, name: string): Promise<AuditLogSinkRow> {
  const row = await readAuditLogSink(deps.database.db, name);
  if (row === undefined) throw notFound("audit log sink", name);
  return row;
}

/** By name. */
export const listAuditLogSinks = (
  deps: Deps,
  _call: Call,
  { pageSize, pageToken }: GetAccountAuditLogSinksRequest,
): Promise<Page<AuditLogSinkRow>> => listRows(deps.database.db, parsePage("audit-log-sinks", pageSize, pageToken));

/** Delivers an empty object. It may have no name yet. @throws RemitError FAILED_PRECONDITION with what the place says */
export async function validateAuditLogSink(
  deps: Deps,
  _call: Call,
  request: ValidateAccountAuditLogSinkRequest,
): Promise<void> {
  const spec = requireSpec(AuditLogSinkSpecSchema, request.spec);
  if (spec.name !== "") requireName(spec.name);
  requirePlace(spec);
  try {
    await deps.probeAuditSink(spec);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    throw failedPrecondition(`nothing can be delivered there: ${error.message}`);
  }
}

/** What was there before is not sent; the record of its own creation is the first, or among the first. */
export async function createAuditLogSink(
  mutation: Mutation,
  request: CreateAccountAuditLogSinkRequest,
): Promise<Outcome> {
  const { tx, deps, now } = mutation;
  const spec = requireSpec(AuditLogSinkSpecSchema, request.spec);
  requireName(spec.name);
  requirePlace(spec);
  const present = await countAuditLogSinks(tx);
  if ((await readAuditLogSink(tx, spec.name)) !== undefined) throw alreadyExists("audit log sink", spec.name);
  requireRoom(deps.limits, "auditLogSinksPerAccount", present, "audit log sinks in the account");
  const id = `sink/${newId()}`;
  const { seq } = await readHead(tx);
  await insertAuditStream(tx, { id, ...describeSink(spec), enabled: spec.enabled, seq, at: now });
  await insertAuditLogSink(tx, {
    name: spec.name,
    stream_id: id,
    spec: toBinary(AuditLogSinkSpecSchema, spec),
    state: ResourceState.ACTIVE,
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    created_at: now,
    updated_at: null,
  });
  mutation.about("audit-log-sinks", spec.name, { after: toJson(AuditLogSinkSpecSchema, spec) });
  return {};
}

export async function updateAuditLogSink(
  mutation: Mutation,
  request: UpdateAccountAuditLogSinkRequest,
): Promise<Outcome> {
  const { tx, call } = mutation;
  const spec = requireSpec(AuditLogSinkSpecSchema, request.spec);
  if (spec.name === "") throw invalidField("spec.name", "is required");
  requirePlace(spec);
  const row = await lockAuditLogSink(tx, spec.name);
  if (row === undefined) throw notFound("audit log sink", spec.name);
  requireVersion("audit log sink", row.version, request.resourceVersion);
  const stored = fromBinary(AuditLogSinkSpecSchema, row.spec);
  keepNewerFields(AuditLogSinkSpecSchema, stored, spec, call.apiVersion);
  requireChange(AuditLogSinkSpecSchema, stored, spec, "the audit log sink");
  await updateAuditStream(tx, { id: row.stream_id, ...describeSink(spec), enabled: spec.enabled });
  await updateRow(tx, spec.name, {
    spec: toBinary(AuditLogSinkSpecSchema, spec),
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  mutation.about("audit-log-sinks", spec.name, {
    before: toJson(AuditLogSinkSpecSchema, stored),
    after: toJson(AuditLogSinkSpecSchema, spec),
  });
  return {};
}

export async function deleteAuditLogSink(
  mutation: Mutation,
  request: DeleteAccountAuditLogSinkRequest,
): Promise<Outcome> {
  const { tx } = mutation;
  const row = await lockAuditLogSink(tx, request.name);
  if (row === undefined) throw notFound("audit log sink", request.name);
  requireVersion("audit log sink", row.version, request.resourceVersion);
  await deleteRow(tx, row.name);
  await deleteAuditStream(tx, row.stream_id);
  const before = toJson(AuditLogSinkSpecSchema, fromBinary(AuditLogSinkSpecSchema, row.spec));
  mutation.about("audit-log-sinks", row.name, { before });
  return {};
}

/** Clients put names into paths, and take `,` and `/` apart. */
const requireName = (name: string): void =>
  requireText(name, "spec.name", {
    max: 128,
    pattern: /^[^\s/,](?:[^/,\r\n]*[^\s/,])?$/,
    says: "must have no slash, comma or line break, and no space at its ends",
  });

/** What it leads to is not looked at: places that are made later are as good. */
function requirePlace({ sinkType }: AuditLogSinkSpec): void {
  if (sinkType.case === undefined) throw invalidField("spec", "kinesis_sink or pub_sub_sink is required");
  if (sinkType.case === "kinesisSink") {
    const { roleName, destinationUri, region } = sinkType.value;
    requireText(roleName, "spec.kinesis_sink.role_name", { min: 0, max: 2048 });
    requireText(destinationUri, "spec.kinesis_sink.destination_uri", { max: 2048 });
    requireText(region, "spec.kinesis_sink.region", { min: 0, max: 64 });
  } else {
    const { serviceAccountId, topicName, gcpProjectId } = sinkType.value;
    requireText(serviceAccountId, "spec.pub_sub_sink.service_account_id", { min: 0, max: 512 });
    requireText(topicName, "spec.pub_sub_sink.topic_name", { max: 512 });
    requireText(gcpProjectId, "spec.pub_sub_sink.gcp_project_id", { max: 128 });
  }
}

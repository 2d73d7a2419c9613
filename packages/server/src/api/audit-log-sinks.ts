import { create, fromBinary } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  type AuditLogSink,
  AuditLogSink_Health,
  AuditLogSinkSchema,
  AuditLogSinkSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import type {
  GetAccountAuditLogSinkRequest,
  GetAccountAuditLogSinksRequest,
  ValidateAccountAuditLogSinkRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  createAuditLogSink,
  deleteAuditLogSink,
  getAuditLogSink,
  listAuditLogSinks,
  updateAuditLogSink,
  validateAuditLogSink,
} from "../resources/audit-log-sinks.ts";
import type { Deps } from "../resources/call.ts";
import type { AuditLogSinkRow } from "../store/audit-log-sinks.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";
import { resourceFields } from "./resource-fields.ts";

export const auditLogSinks = (deps: Deps): CloudHandlers => ({
  validateAccountAuditLogSink: read(deps, async (_, call, request: ValidateAccountAuditLogSinkRequest) => {
    await validateAuditLogSink(deps, call, request);
    return {};
  }),
  getAccountAuditLogSink: read(deps, async (_, call, request: GetAccountAuditLogSinkRequest) => ({
    sink: toAuditLogSink(await getAuditLogSink(deps, call, request.name)),
  })),
  getAccountAuditLogSinks: read(deps, async (_, call, request: GetAccountAuditLogSinksRequest) => {
    const { items, nextPageToken } = await listAuditLogSinks(deps, call, request);
    return { sinks: items.map(toAuditLogSink), nextPageToken };
  }),
  createAccountAuditLogSink: write(deps, createAuditLogSink),
  updateAccountAuditLogSink: write(deps, updateAuditLogSink),
  deleteAccountAuditLogSink: write(deps, deleteAuditLogSink),
});

function toAuditLogSink(row: AuditLogSinkRow): AuditLogSink {
  const { resourceVersion, state } = resourceFields(row);
  const { name, last_error, last_succeeded_at } = row;
  return create(AuditLogSinkSchema, {
    name,
    resourceVersion,
    state,
    spec: fromBinary(AuditLogSinkSpecSchema, row.spec),
    health: healthOf(row),
    errorMessage: last_error,
    ...(last_succeeded_at !== null && { lastSucceededTime: timestampFromDate(last_succeeded_at) }),
  });
}

/** Not known until something was sent, or could not be. */
function healthOf({ last_error_kind, last_succeeded_at }: AuditLogSinkRow): AuditLogSink_Health {
  if (last_error_kind === "configuration") return AuditLogSink_Health.ERROR_USER_CONFIGURATION;
  if (last_error_kind === "internal") return AuditLogSink_Health.ERROR_INTERNAL;
  return last_succeeded_at === null ? AuditLogSink_Health.UNSPECIFIED : AuditLogSink_Health.OK;
}

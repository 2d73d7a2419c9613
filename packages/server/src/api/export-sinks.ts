import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type {
  GetNamespaceExportSinkRequest,
  GetNamespaceExportSinksRequest,
  ValidateNamespaceExportSinkRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type ExportSink,
  type ExportSink_Health,
  ExportSinkSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { Deps } from "../resources/call.ts";
import {
  createExportSink,
  deleteExportSink,
  getExportSink,
  listExportSinks,
  toStoredSpec,
  updateExportSink,
} from "../resources/export-sinks.ts";
import { validateExportSink } from "../resources/validate-export-sink.ts";
import type { ExportSinkRow } from "../store/export-sinks.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";
import { resourceFields } from "./resource-fields.ts";

export const exportSinks = (deps: Deps): CloudHandlers => ({
  getNamespaceExportSinks: read(deps, async (_, call, request: GetNamespaceExportSinksRequest) => {
    const { items, nextPageToken } = await listExportSinks(deps, call, request);
    return { sinks: items.map(toExportSink), nextPageToken };
  }),
  getNamespaceExportSink: read(deps, async (_, call, request: GetNamespaceExportSinkRequest) => ({
    sink: toExportSink(await getExportSink(deps, call, request)),
  })),
  createNamespaceExportSink: write(deps, createExportSink),
  updateNamespaceExportSink: write(deps, updateExportSink),
  deleteNamespaceExportSink: write(deps, deleteExportSink),
  validateNamespaceExportSink: read(deps, async (_, call, request: ValidateNamespaceExportSinkRequest) => {
    await validateExportSink(deps, call, request);
    return {};
  }),
});

function toExportSink(row: ExportSinkRow): ExportSink {
  const { resourceVersion, state } = resourceFields(row);
  return create(ExportSinkSchema, {
    name: row.name,
    resourceVersion,
    state,
    spec: toStoredSpec(row),
    health: row.health as ExportSink_Health,
    errorMessage: row.error_message,
    ...(row.last_export_at !== null && { latestDataExportTime: timestampFromDate(row.last_export_at) }),
    ...(row.last_check_at !== null && { lastHealthCheckTime: timestampFromDate(row.last_check_at) }),
  });
}

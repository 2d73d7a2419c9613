// Validate: the one place where somebody asks whether a sink would work, before or after it is made.
import type { ValidateNamespaceExportSinkRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { ExportSinkSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { Call, Deps } from "./call.ts";
import { requireSpec } from "./checks.ts";
import { requireSinkName, requireValidDestination, toDestination } from "./export-sink-spec.ts";
import { requireNamespace } from "./export-sinks.ts";
import { probeObjectStore } from "./probe-object-store.ts";

/** Changes nothing here. @throws RemitError saying what is wrong with the spec, the bucket or the credentials */
export async function validateExportSink(
  { database, openObjectStore }: Deps,
  _call: Call,
  request: ValidateNamespaceExportSinkRequest,
): Promise<void> {
  const spec = requireSpec(ExportSinkSpecSchema, request.spec);
  if (spec.name !== "") requireSinkName(spec.name);
  requireValidDestination(spec);
  const { id } = await requireNamespace(database.db, request.namespace);
  await probeObjectStore(openObjectStore, toDestination(spec), id);
}

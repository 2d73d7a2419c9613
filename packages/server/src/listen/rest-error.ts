// Errors as grpc-gateway sends them: an HTTP status, and a body {code, message, details[]}.
import { create, type JsonValue, type Registry, toJson } from "@bufbuild/protobuf";
import { AnySchema, anyPack } from "@bufbuild/protobuf/wkt";
import { Code, type ConnectError } from "@connectrpc/connect";

const statuses: Readonly<Record<Code, number>> = {
  [Code.Canceled]: 499,
  [Code.Unknown]: 500,
  [Code.InvalidArgument]: 400,
  [Code.DeadlineExceeded]: 504,
  [Code.NotFound]: 404,
  [Code.AlreadyExists]: 409,
  [Code.PermissionDenied]: 403,
  [Code.ResourceExhausted]: 429,
  [Code.FailedPrecondition]: 400,
  [Code.Aborted]: 409,
  [Code.OutOfRange]: 400,
  [Code.Unimplemented]: 501,
  [Code.Internal]: 500,
  [Code.Unavailable]: 503,
  [Code.DataLoss]: 500,
  [Code.Unauthenticated]: 401,
};

export const toHttpStatus = (code: Code): number => statuses[code];

export function toErrorBody(error: ConnectError, registry: Registry): string {
  const details = error.details.map((detail) => toJsonDetail(detail, registry));
  return JSON.stringify({ code: error.code, message: error.rawMessage, details });
}

function toJsonDetail(detail: ConnectError["details"][number], registry: Registry): JsonValue {
  const any =
    "desc" in detail
      ? anyPack(detail.desc, create(detail.desc, detail.value))
      : create(AnySchema, { typeUrl: `type.googleapis.com/${detail.type}`, value: detail.value });
  try {
    return toJson(AnySchema, any, { registry, alwaysEmitImplicit: true });
  } catch {
    // A type that this server does not know keeps its bytes.
    return { "@type": any.typeUrl, value: Buffer.from(any.value).toString("base64") };
  }
}

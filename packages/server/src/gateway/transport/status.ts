// Statuses of gRPC that the transport itself gives, and how any of them stands in headers.
import type { OutgoingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { create, toBinary } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { RetryInfoSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";
import { StatusSchema } from "@remit/protocol/gen/google/rpc/status_pb.ts";
import { encodeGrpcMessage } from "../../wire/grpc-message.ts";
import { grpcStatus, type Status } from "../call.ts";

export function invalid(message: string): Status {
  return { code: grpcStatus.invalidArgument, message };
}

export function unavailable(message: string): Status {
  return { code: grpcStatus.unavailable, message };
}

/** With the time after which to try again, which SDKs heed. */
export function exhausted(message: string, retryAfterMs = 1_000): Status {
  const retryDelay = { seconds: BigInt(Math.floor(retryAfterMs / 1_000)), nanos: (retryAfterMs % 1_000) * 1_000_000 };
  const code = grpcStatus.resourceExhausted;
  const details = [anyPack(RetryInfoSchema, create(RetryInfoSchema, { retryDelay }))];
  return { code, message, details: toBinary(StatusSchema, create(StatusSchema, { code, message, details })) };
}

export function toTrailers(status: Status): OutgoingHttpHeaders {
  return {
    "grpc-status": String(status.code),
    "grpc-message": encodeGrpcMessage(status.message),
    ...(status.details && { "grpc-status-details-bin": toBase64(status.details) }),
  };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/** Ends the call with the status alone, which gRPC calls trailers-only. Nothing may have been sent yet. */
export function respondStatus(stream: ServerHttp2Stream, status: Status): void {
  const head = { ":status": 200, "content-type": "application/grpc" };
  stream.respond({ ...head, ...toTrailers(status) }, { endStream: true, sendDate: false } as object);
}

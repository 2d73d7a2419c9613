// An error as gRPC clients get it, with the same details as on the control plane.
import { create, type DescMessage, type Message, toBinary } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import type { ConnectError } from "@connectrpc/connect";
import { StatusSchema } from "@remit/protocol/gen/google/rpc/status_pb.ts";
import { toConnectError } from "../errors.ts";
import type { Status } from "./call.ts";

/** Errors of other kinds say nothing but the request's id. */
export function toStatus(error: unknown, requestId: string): Status {
  const wire = toConnectError(error, requestId);
  const { code, rawMessage: message } = wire;
  return {
    code,
    message,
    details: toBinary(StatusSchema, create(StatusSchema, { code, message, details: pack(wire) })),
  };
}

const pack = ({ details }: ConnectError) =>
  details.flatMap((detail) => {
    if (!("desc" in detail)) return [];
    const { desc, value } = detail as { desc: DescMessage; value: Message };
    return [anyPack(desc, create(desc, value))];
  });

// Calls as bytes: the same ones to the gateway and to the Temporal server, and what came back.
import { connect } from "node:http2";
import { fromBinary } from "@bufbuild/protobuf";
import { ErrorInfoSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";
import { StatusSchema } from "@remit/protocol/gen/google/rpc/status_pb.ts";
import { type Answer, call } from "../../../packages/server/src/gateway/transport/testing/calls.ts";

/** What is sent, without who sends it. */
export interface Sent {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body: frames of gRPC, well made or not. */
  readonly body: Buffer;
}

export interface Came {
  /** gRPC's number; undefined: the stream broke without one. */
  readonly code: number | undefined;
  /** HTTP/2's number of a stream that was reset. */
  readonly reset: number | undefined;
  readonly message: string;
  /** Whether Remit says so itself; what a Temporal server says is passed on. */
  readonly byRemit: boolean;
}

export interface Line extends Disposable {
  /** @param authorization null: none is sent */
  send(sent: Sent, authorization: string | null): Promise<Came>;
}

/** With less than two seconds of it polls are answered at once: a Temporal server finds that too short. */
const shortPatience = { "grpc-timeout": "1900m" };

/** @param address host:port */
export function openLine(address: string): Line {
  const session = connect(`http://${address}`);
  session.on("error", () => {});
  return {
    send: async ({ path, headers, body }, authorization) => {
      const credential = authorization === null ? {} : { authorization };
      const answer = await call(session, body, { ":path": path, ...shortPatience, ...credential, ...headers });
      return toCame(answer);
    },
    [Symbol.dispose]: () => session.destroy(),
  };
}

function toCame({ code, rst, trailers }: Answer): Came {
  const message = trailers["grpc-message"];
  return {
    code,
    reset: rst,
    message: typeof message === "string" ? decodeURIComponent(message) : "",
    byRemit: isByRemit(trailers["grpc-status-details-bin"]),
  };
}

function isByRemit(details: string | string[] | undefined): boolean {
  if (typeof details !== "string") return false;
  const status = fromBinary(StatusSchema, Buffer.from(details, "base64"));
  return status.details.some(
    ({ typeUrl, value }) =>
      typeUrl.endsWith(`/${ErrorInfoSchema.typeName}`) && fromBinary(ErrorInfoSchema, value).domain === "remit",
  );
}

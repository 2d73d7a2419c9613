// What a stream must be before anybody looks at who sends it: a call of gRPC, with headers of a sane size.
import type { IncomingHttpHeaders } from "node:http2";
import { grpcStatus, type Status } from "../call.ts";
import type { TransportLimits } from "./limits.ts";
import { invalid } from "./status.ts";

const endOfStream = 1;

/** Not a call of gRPC: an answer in plain HTTP. */
export interface NotACall {
  readonly http: 405 | 415;
  readonly text: string;
}

/** Messages are protobuf; a server falls back to it for subtypes that it does not know, and so would misread them. */
const callContentType = /^application\/grpc(?:\+proto)?(?:;|$)/;

export function findNotACall(headers: IncomingHttpHeaders): NotACall | null {
  if (headers[":method"] !== "POST") return { http: 405, text: "This is a gRPC port: calls are POST.\n" };
  const type = headers["content-type"];
  if (type === "application/grpc" || (type !== undefined && callContentType.test(type))) return null;
  return { http: 415, text: "This is a gRPC port: calls have the content type application/grpc.\n" };
}

/** @param raw name, value, name, value, as they came */
export function findBadHead(
  headers: IncomingHttpHeaders,
  raw: readonly string[],
  flags: number,
  limits: TransportLimits,
): Status | null {
  let bytes = 0;
  let credentials = 0;
  for (let at = 0; at < raw.length; at += 2) {
    // RFC 9113, 6.5.2: what the announced limit counts.
    bytes += (raw[at]?.length ?? 0) + (raw[at + 1]?.length ?? 0) + 32;
    if (raw[at] === "authorization") credentials += 1;
  }
  const authorization = headers.authorization?.length ?? 0;
  if (authorization > limits.maxAuthorizationBytes) {
    return unauthenticated(`the authorization header is longer than ${limits.maxAuthorizationBytes} bytes`);
  }
  if (bytes > limits.maxHeaderBytes) return invalid(`the headers have more than ${limits.maxHeaderBytes} bytes`);
  // Node keeps the first one: which of them counts must not depend on who reads them.
  if (credentials > 1) return unauthenticated("there is more than one authorization header");
  if ((flags & endOfStream) !== 0) return invalid("the request is not one whole gRPC message");
  return null;
}

const unauthenticated = (message: string): Status => ({ code: grpcStatus.unauthenticated, message });

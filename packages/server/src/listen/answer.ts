// Plain answers: JSON, and refusals in the form that the caller's protocol reads.
import type { ServerResponse } from "node:http";
import { Code } from "@connectrpc/connect";
import { codeToString } from "@connectrpc/connect/protocol-connect";
import { encodeGrpcMessage } from "../wire/grpc-message.ts";
import type { HttpRequest, HttpResponse } from "./servers.ts";

/** Sends JSON once; a second answer, or one to a peer that has gone, is dropped. */
export function sendJson(response: HttpResponse, status: number, body: string): void {
  if (response.headersSent || response.destroyed) return;
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.setHeader("content-length", Buffer.byteLength(body));
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("cache-control", "no-store");
  (response as ServerResponse).end(body);
}

export interface Refusal {
  readonly code: Code;
  /** For HTTP callers; gRPC callers get 200 and the code. */
  readonly httpStatus: number;
  readonly message: string;
}

/** Refuses a request that no RPC or route will see. */
export function refuse(request: HttpRequest, response: HttpResponse, { code, httpStatus, message }: Refusal): void {
  const contentType = request.headers["content-type"] ?? "";
  if (contentType.startsWith("application/grpc")) {
    sendGrpcStatus(response, contentType, code, message);
  } else if (request.headers["connect-protocol-version"] !== undefined) {
    sendJson(response, httpStatus, JSON.stringify({ code: codeToString(code), message }));
  } else {
    sendJson(response, httpStatus, JSON.stringify({ code, message, details: [] }));
  }
}

/** A trailers-only answer, which gRPC and gRPC-Web share. */
function sendGrpcStatus(response: HttpResponse, contentType: string, code: Code, message: string): void {
  if (response.headersSent || response.destroyed) return;
  response.statusCode = 200;
  response.setHeader("content-type", contentType);
  response.setHeader("grpc-status", String(code));
  response.setHeader("grpc-message", encodeGrpcMessage(message));
  (response as ServerResponse).end();
}

export const unimplemented = (path: string): Refusal => ({
  code: Code.Unimplemented,
  httpStatus: 404,
  message: `nothing is served at ${shorten(path)}`,
});

const shorten = (text: string): string => (text.length > 120 ? `${text.slice(0, 117)}...` : text);

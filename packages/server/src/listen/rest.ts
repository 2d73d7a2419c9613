// REST: a route's request becomes an RPC, called in process through the same interceptors as every other protocol.
import { type Registry, toJsonString } from "@bufbuild/protobuf";
import { Code, ConnectError, type Transport } from "@connectrpc/connect";
import type { Logger } from "pino";
import { consoleHeaders } from "../authenticate/console-request.ts";
import { toConnectError } from "../errors.ts";
import type { Origin } from "../origin.ts";
import { refuse, sendJson } from "./answer.ts";
import { readBody } from "./body.ts";
import { type Call, createCallValues } from "./call.ts";
import { parseGrpcTimeout } from "./deadline.ts";
import type { Gate } from "./gate.ts";
import type { CallLimits } from "./limits.ts";
import { toErrorBody, toHttpStatus } from "./rest-error.ts";
import { matchRoute, type RouteMatch, type RouteTable } from "./routes.ts";
import type { HttpRequest, HttpResponse } from "./servers.ts";
import { decodeRequest } from "./transcode.ts";

export interface RestOptions {
  readonly routes: RouteTable;
  /** Must run the interceptors that authenticate and authorize. */
  readonly transport: Transport;
  readonly registry: Registry;
  readonly gate: Gate | undefined;
  readonly limits: CallLimits;
  readonly log: Logger;
}

/** The request headers that an RPC sees; everything else concerns the HTTP connection alone. */
const passedHeaders = [
  "authorization",
  "temporal-cloud-api-version",
  "user-agent",
  "client-name",
  "client-version",
  "traceparent",
  "tracestate",
  ...consoleHeaders,
];

type FoundRoute = Extract<RouteMatch, { kind: "route" }>;

/** Answers and says true, or says false when no route has this path. */
export function createRestHandler(
  options: RestOptions,
): (request: HttpRequest, response: HttpResponse, origin: Origin) => boolean {
  return (request, response, origin) => {
    const [path = ""] = (request.url ?? "").split("?", 1);
    const match = matchRoute(options.routes, request.method ?? "", path);
    if (match === undefined) return false;
    if (match.kind === "other-verb") {
      response.setHeader("allow", match.verbs.join(", "));
      refuse(request, response, { code: Code.Unimplemented, httpStatus: 501, message: "Method Not Allowed" });
    } else {
      void serveRoute(match, request, response, origin, options);
    }
    return true;
  };
}

/** Never rejects. */
async function serveRoute(
  match: FoundRoute,
  request: HttpRequest,
  response: HttpResponse,
  origin: Origin,
  options: RestOptions,
): Promise<void> {
  try {
    sendJson(response, 200, await callRoute(match, request, response, origin, options));
  } catch (error) {
    const refused = toConnectError(error, origin.requestId);
    if (!(error instanceof ConnectError) && refused.code === Code.Internal) {
      options.log.error({ err: error, requestId: origin.requestId }, "REST call failed");
    }
    const retryAfter = refused.metadata.get("retry-after");
    if (retryAfter !== null && !response.headersSent) response.setHeader("retry-after", retryAfter);
    sendJson(response, toHttpStatus(refused.code), toErrorBody(refused, options.registry));
  }
}

async function callRoute(
  { route, variables }: FoundRoute,
  request: HttpRequest,
  response: HttpResponse,
  origin: Origin,
  { transport, registry, limits, gate }: RestOptions,
): Promise<string> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const header = pickHeaders(request);
  const call: Call = { reached: false, gated: false };
  const values = createCallValues(origin, call);
  await gate?.({ method: route.method, header, values });
  call.gated = true;
  const body = route.takesBody ? await readBody(request, limits.maxBodyBytes) : "";
  const [, query = ""] = splitOnce(request.url ?? "", "?");
  const message = decodeRequest(route, { variables, query, body }, registry);
  const timeoutMs = Math.min(askedTimeout(request), limits.maxCallMs);
  const answer = await transport.unary(route.method, gone.signal, timeoutMs, header, message, values);
  const cookies = answer.header.getSetCookie();
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  // Zero values are written out, as grpc-gateway does: a reader of JSON cannot know which fields exist.
  return toJsonString(route.method.output, answer.message, { registry, alwaysEmitImplicit: true });
}

function pickHeaders(request: HttpRequest): Headers {
  const headers = new Headers();
  for (const name of passedHeaders) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  return headers;
}

/** A REST caller may set a deadline as a gRPC caller does, in the header `grpc-timeout`. */
function askedTimeout(request: HttpRequest): number {
  const value = request.headers["grpc-timeout"];
  return typeof value === "string" ? (parseGrpcTimeout(value) ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

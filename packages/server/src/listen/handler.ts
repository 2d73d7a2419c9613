// One request, whatever its protocol: health page, host check, RPC, REST route, console, or a refusal that its caller can read.
import { randomUUID } from "node:crypto";
import { constants } from "node:http2";
import type { DescService } from "@bufbuild/protobuf";
import { Code, type ConnectRouter, createConnectRouter, type Interceptor } from "@connectrpc/connect";
import type { UniversalHandler } from "@connectrpc/connect/protocol";
import { compressionBrotli, compressionGzip } from "@connectrpc/connect-node";
import { files, registry } from "@remit/protocol";
import type { Logger } from "pino";
import type { Origin } from "../origin.ts";
import { refuse, sendJson, unimplemented } from "./answer.ts";
import { type FindDownload, isDownload, serveDownload } from "./downloads.ts";
import { createRequestGate, type Gate } from "./gate.ts";
import { type FindGoLink, isGoLink, serveGoLink } from "./go-links.ts";
import { createGuard } from "./guard.ts";
import { isReady, type Readiness, registerHealth } from "./health.ts";
import { createHostCheck } from "./host.ts";
import { createInProcessTransport } from "./in-process.ts";
import { jwksPath, type ReadJwks, serveJwks } from "./jwks.ts";
import { type CallLimits, defaultCallLimits } from "./limits.ts";
import { isOpenMetrics, type OpenMetrics, serveOpenMetrics } from "./open-metrics.ts";
import { registerReflection } from "./reflection.ts";
import { createRestHandler } from "./rest.ts";
import { buildRoutes } from "./routes.ts";
import { serveRpc } from "./rpc.ts";
import type { ServeConsole } from "./serve-console.ts";
import type { HttpHandler, HttpRequest, HttpResponse } from "./servers.ts";

export interface HandlerOptions {
  readonly routes: (router: ConnectRouter) => void;
  /** Run in order for every RPC of `routes`, whatever the protocol, inside the guard. */
  readonly interceptors: readonly Interceptor[];
  /** Runs before the body of a call is read, where refusing a caller is cheapest. */
  readonly gate?: Gate;
  readonly readiness: Readiness;
  /** Host names beside the loopback's, without port; `hostEntries` gives the one of a bind address; "*" allows all. */
  readonly hostAllowList: readonly string[];
  /** Where "/go/<name>" leads; absent: no such addresses. */
  readonly findGoLink?: FindGoLink;
  /** Files behind signed links; absent: there are none. */
  readonly findDownload?: FindDownload;
  /** The account's metrics; absent: they are not served. */
  readonly openMetrics?: OpenMetrics;
  /** The public keys of the gateways; absent: none are served. */
  readonly readJwks?: ReadJwks;
  /** The console's page and files; absent: none. */
  readonly serveConsole?: ServeConsole;
  readonly log: Logger;
  readonly limits?: Partial<CallLimits>;
  /** Aborted when the server starts to drain: health turns NOT_SERVING and open streams end. */
  readonly draining?: AbortSignal;
}

export function createHandler(options: HandlerOptions): HttpHandler {
  const limits = { ...defaultCallLimits, ...options.limits };
  const rpcs = collectRpcs(options, limits);
  const rpcsByPath = new Map(rpcs.map((rpc) => [rpc.requestPath, rpc]));
  const isHostAllowed = createHostCheck(options.hostAllowList);
  const serveRest = createRestHandler({
    routes: buildRoutes(servicesOf(rpcs)),
    transport: createInProcessTransport(rpcs),
    registry,
    gate: options.gate,
    limits,
    log: options.log,
  });
  return (request, response) => {
    // A peer that goes away mid-answer raises this; nobody is left to tell.
    response.on("error", () => {});
    const origin = toOrigin(request);
    response.setHeader("x-request-id", origin.requestId);
    const [path = ""] = (request.url ?? "").split("?", 1);
    const rpc = rpcsByPath.get(path);
    boundRequest(request, rpc, limits.requestTimeoutMs);
    if (headerBytes(request) > limits.maxHeaderBytes) return refuse(request, response, headersTooLarge);
    if (path === "/healthz") return void serveHealthPage(request, response, options);
    if (!isHostAllowed(authorityOf(request)) && !isHealthCheck(path)) return refuse(request, response, foreignHost);
    if (rpc !== undefined) return void serveRpc(rpc, request, response, { origin, limits, log: options.log });
    if (options.readJwks && path === jwksPath) return void serveJwks(request, response, options.readJwks);
    if (options.findDownload && isDownload(path))
      return void serveDownload(path, request, response, options.findDownload);
    if (options.openMetrics && isOpenMetrics(path))
      return void serveOpenMetrics(path, request, response, origin, options.openMetrics);
    if (options.findGoLink && isGoLink(path)) return void serveGoLink(path, request, response, options.findGoLink);
    // After every API: no file can stand in for one.
    if (serveRest(request, response, origin) || options.serveConsole?.(path, request, response, origin)) return;
    refuse(request, response, unimplemented(path));
  };
}

function collectRpcs(options: HandlerOptions, limits: CallLimits): readonly UniversalHandler[] {
  const { readiness, draining, log } = options;
  const guard = createGuard(log);
  const router = createConnectRouter({
    interceptors: [guard, ...options.interceptors],
    requestGate: createRequestGate(options.gate, log),
    readMaxBytes: limits.maxBodyBytes,
    acceptCompression: [compressionGzip, compressionBrotli],
    // Unknown JSON fields and enum names are refused: a misspelt field must not pass for an absent one.
    jsonOptions: { registry, ignoreUnknownFields: false },
  });
  const services = (): string[] => servicesOf(router.handlers).map((service) => service.typeName);
  options.routes(router);
  // No credential: neither the gate nor the interceptors run.
  const open = { interceptors: [guard], requestGate: createRequestGate(undefined, log) };
  registerHealth(router, { readiness, services, draining, open });
  registerReflection(router, { files, services, draining, open });
  return router.handlers;
}

const servicesOf = (rpcs: readonly UniversalHandler[]): DescService[] => [...new Set(rpcs.map((rpc) => rpc.service))];

function toOrigin(request: HttpRequest): Origin {
  const { socket } = request;
  const remoteAddress = (socket.remoteAddress ?? "").replace(/^::ffff:(?=\d+\.)/, "");
  const encrypted = "encrypted" in socket && socket.encrypted === true;
  return { requestId: randomUUID(), remoteAddress, encrypted, host: authorityOf(request) ?? "" };
}

function authorityOf(request: HttpRequest): string | undefined {
  return "authority" in request ? request.authority : request.headers.host;
}

/** As HTTP/2 counts them. HTTP/1.1 headers were counted by Node's parser. */
function headerBytes(request: HttpRequest): number {
  if (!("stream" in request)) return 0;
  return request.rawHeaders.reduce((sum, text) => sum + text.length + 16, 0);
}

const headersTooLarge = { code: Code.InvalidArgument, httpStatus: 431, message: "the request headers are too large" };

/** Load balancers and kubelets probe by address, and readiness is no secret. */
const isHealthCheck = (path: string): boolean => path.startsWith("/grpc.health.v1.Health/");

const foreignHost = {
  code: Code.PermissionDenied,
  httpStatus: 403,
  message: "this host name is not allowed here: add it to the server's allowed host names",
};

async function serveHealthPage(request: HttpRequest, response: HttpResponse, options: HandlerOptions): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return refuse(request, response, { code: Code.Unimplemented, httpStatus: 501, message: "Method Not Allowed" });
  }
  const ready = !options.draining?.aborted && (await isReady(options.readiness));
  sendJson(response, ready ? 200 : 503, JSON.stringify({ status: ready ? "SERVING" : "NOT_SERVING" }));
}

/**
 * Node watches over the time of an HTTP/1.1 request by itself, but not over that of an HTTP/2 stream; nor does it
 * tell an HTTP/2 peer, once it has its answer, to stop sending.
 */
function boundRequest(request: HttpRequest, rpc: UniversalHandler | undefined, maxMs: number): void {
  if (!("stream" in request) || (rpc !== undefined && rpc.method.methodKind !== "unary")) return;
  const { stream } = request;
  if (stream.endAfterHeaders) return;
  const timer = setTimeout(() => stream.close(), maxMs);
  const stop = (): void => clearTimeout(timer);
  request.once("end", stop);
  stream.once("close", stop);
  // gRPC sends its trailers after this event; and Connect lets go of a body by itself.
  if (rpc !== undefined) return;
  stream.once("finish", () => {
    if (!request.complete) stream.close(constants.NGHTTP2_NO_ERROR);
  });
}

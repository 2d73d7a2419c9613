// The HTTP/1.1 and HTTP/2 servers behind both ports. They never listen themselves: the ports hand them sockets.
import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from "node:http";
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from "node:http2";
import type { Socket } from "node:net";
import type { HttpVersion } from "../wire/sniff.ts";
import type { SocketLimits } from "./limits.ts";

export type HttpRequest = IncomingMessage | Http2ServerRequest;
export type HttpResponse = ServerResponse | Http2ServerResponse;
export type HttpHandler = (request: HttpRequest, response: HttpResponse) => void;

export interface HttpServers {
  accept(socket: Socket, version: HttpVersion): void;
  /** Tells every peer to go elsewhere; calls under way go on. */
  drain(): void;
}

export function createHttpServers(handler: HttpHandler, limits: SocketLimits): HttpServers {
  const http1 = createHttp1Servers(handler, limits);
  const http2 = createHttp2Sessions(handler, limits);
  return {
    accept: (socket, version) => (version === "h2" ? http2 : http1).accept(socket),
    drain() {
      http1.drain();
      http2.drain();
    },
  };
}

interface Acceptor {
  accept(socket: Socket): void;
  drain(): void;
}

function createHttp1Servers(handler: HttpHandler, limits: SocketLimits): Acceptor {
  const underWay = new Set<ServerResponse>();
  let draining = false;
  const server = createHttp1Server({
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: Math.min(limits.headersTimeoutMs, limits.requestTimeoutMs),
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.idleTimeoutMs,
    connectionsCheckingInterval: Math.max(50, Math.min(5_000, limits.headersTimeoutMs / 2)),
  });
  server.on("request", (request, response) => {
    underWay.add(response);
    if (draining) response.setHeader("connection", "close");
    response.once("close", () => {
      underWay.delete(response);
      if (draining) server.closeIdleConnections();
    });
    handler(request, response);
  });
  // Node starts its watch over slow headers and bodies on this event only, and this server never listens.
  server.emit("listening");
  return {
    accept: (socket) => void server.emit("connection", socket),
    drain() {
      draining = true;
      for (const response of underWay) {
        if (!response.headersSent) response.setHeader("connection", "close");
      }
      server.closeIdleConnections();
    },
  };
}

function createHttp2Sessions(handler: HttpHandler, limits: SocketLimits): Acceptor {
  const sessions = new Set<ServerHttp2Session>();
  let draining = false;
  const server = createHttp2Server({
    settings: {
      maxConcurrentStreams: limits.maxConcurrentStreams,
      maxHeaderListSize: limits.maxHeaderBytes,
      enablePush: false,
    },
    maxHeaderListPairs: 100,
    maxSessionInvalidFrames: 100,
    maxSessionRejectedStreams: 100,
    maxSessionMemory: 16,
    streamResetBurst: limits.streamResetBurst,
    streamResetRate: limits.streamResetRate,
  });
  server.on("request", handler);
  server.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    // Closing is polite: streams that are open, a health watch for instance, go on.
    session.setTimeout(limits.idleTimeoutMs, () => session.close());
    if (draining) session.close();
  });
  // A broken peer: Node has closed its session already, and nobody else needs to know.
  server.on("sessionError", () => {});
  return {
    accept: (socket) => void server.emit("connection", socket),
    drain() {
      draining = true;
      for (const session of sessions) session.close();
    },
  };
}

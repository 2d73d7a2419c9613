// The HTTP/2 connections of clients, and the calls that are open on them.
import {
  type IncomingHttpHeaders,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { Socket } from "node:net";
import type { Peer } from "../call.ts";
import { findBadHead, findNotACall, type NotACall } from "./check-head.ts";
import { type CallDeps, InboundCall, refuseStream } from "./inbound-call.ts";
import type { TransportLimits } from "./limits.ts";
import { exhausted } from "./status.ts";

const noError = 0;
const sessionWindowBytes = 4 * 1024 * 1024;

interface Connection {
  readonly session: ServerHttp2Session;
  readonly openedAt: number;
  readonly maxAgeMs: number;
  openCalls: number;
  idleSince: number;
  /** Its settings have come: it speaks HTTP/2. */
  greeted: boolean;
}

export interface Connections {
  accept(socket: Socket, peer: Peer): void;
  readonly openCalls: () => number;
  readonly count: () => number;
  recheck(): void;
  /** Tells every client to go elsewhere; calls under way go on. */
  goAway(): void;
  /** Ends every call that is still open as one to be tried again. */
  endCalls(): void;
  sweep(now: number): void;
}

export function createConnections<Caller>(deps: CallDeps<Caller>): Connections {
  const { limits } = deps;
  const calls = new Set<InboundCall<Caller>>();
  const connections = new Set<Connection>();
  const options = toSessionOptions(limits);
  let leaving = false;

  const open = (
    connection: Connection,
    peer: Peer,
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    flags: number,
    raw: readonly string[],
  ): void => {
    stream.on("error", ignore);
    const notACall = findNotACall(headers);
    if (notACall !== null) {
      answerPlain(stream, notACall);
      return;
    }
    const bad = findBadHead(headers, raw, flags, limits);
    if (bad !== null) {
      refuseStream(stream, bad);
      return;
    }
    if (calls.size >= limits.maxCalls) {
      refuseStream(stream, tooMany);
      return;
    }
    const call = new InboundCall(deps, stream, headers, raw, peer);
    calls.add(call);
    connection.openCalls += 1;
    stream.on("close", () => {
      calls.delete(call);
      connection.openCalls -= 1;
      if (connection.openCalls === 0) connection.idleSince = performance.now();
      call.close();
    });
    call.start();
  };

  return {
    accept(socket, peer) {
      const session = performServerHandshake(socket, options);
      const now = performance.now();
      const maxAgeMs = limits.maxConnectionAgeMs * (0.9 + Math.random() * 0.2);
      const connection = { session, openedAt: now, maxAgeMs, openCalls: 0, idleSince: now, greeted: false };
      connections.add(connection);
      session.on("stream", (stream, headers, flags, raw: readonly string[]) =>
        open(connection, peer, stream, headers, flags, raw),
      );
      session.once("remoteSettings", () => (connection.greeted = true));
      // A broken peer: Node has closed the session already, and nobody else needs to know.
      session.on("error", ignore);
      session.once("close", () => connections.delete(connection));
      session.setLocalWindowSize(sessionWindowBytes);
      if (leaving) session.close();
    },
    openCalls: () => calls.size,
    count: () => connections.size,
    recheck() {
      for (const call of calls) call.recheck();
    },
    goAway() {
      leaving = true;
      for (const { session } of connections) session.close();
    },
    endCalls() {
      for (const call of calls) call.drain();
    },
    sweep(now) {
      for (const call of calls) call.sweep(now);
      for (const connection of connections) sweepConnection(connection, now, limits);
    },
  };
}

function sweepConnection(connection: Connection, now: number, limits: TransportLimits): void {
  const { session, openedAt, maxAgeMs, openCalls, idleSince, greeted } = connection;
  if (!greeted && now - openedAt > limits.prefaceTimeoutMs) session.destroy();
  else if (now - openedAt > maxAgeMs) session.close();
  else if (openCalls === 0 && now - idleSince > limits.idleTimeoutMs) session.close();
}

function toSessionOptions(limits: TransportLimits) {
  return {
    settings: {
      maxConcurrentStreams: limits.maxStreamsPerConnection,
      maxHeaderListSize: limits.maxHeaderBytes,
      initialWindowSize: limits.streamWindowBytes,
      enablePush: false,
    },
    // In MB; Node's own 10 are too few for one worker with many polls.
    maxSessionMemory: 64,
    maxHeaderListPairs: 200,
    streamResetBurst: limits.streamResetBurst,
    streamResetRate: limits.streamResetRate,
  };
}

function answerPlain(stream: ServerHttp2Stream, { http, text }: NotACall): void {
  if (stream.destroyed || stream.closed) return;
  const headers = {
    ":status": http,
    "content-type": "text/plain; charset=utf-8",
    ...(http === 405 && { allow: "POST" }),
  };
  stream.respond(headers, { sendDate: false } as object);
  stream.end(text);
  stream.resume();
  stream.close(noError);
}

const ignore = (): void => {};
const tooMany = exhausted("the gateway has as many open calls as it may; try again");

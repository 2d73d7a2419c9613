// Carries one admitted call to its Temporal server and the answer back, untouched, at the pace of the slower side.
import type { ClientHttp2Stream, IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { type Forward, grpcStatus, type Status } from "../call.ts";
import { toClientHeaders } from "./headers.ts";
import { statusOfHttp } from "./http-status.ts";
import { respondStatus, toTrailers, unavailable } from "./status.ts";
import type { UpstreamStream } from "./upstream-session.ts";

const endOfStream = 1;
const cancel = 8;
/** What gRPC puts before a message. */
const prefixBytes = 5;

export interface RelayDeps {
  readonly request: () => UpstreamStream | null;
  /** The server has the request, or will never: its memory can go. */
  readonly sent: () => void;
}

export class Relay {
  readonly #client: ServerHttp2Stream;
  readonly #forward: Forward;
  readonly #deps: RelayDeps;
  #frame: Buffer | null;
  #upstream: UpstreamStream | null = null;
  #mayResend = true;
  #answering = false;
  #settled = false;
  #trailers: OutgoingHttpHeaders | null = null;
  #code: number = grpcStatus.unavailable;
  /** Of the answer so far, its frame included. */
  #bytes = 0;
  /** Since when the caller has read nothing of what waits for it; null while it reads. */
  stalledSince: number | null = null;

  constructor(client: ServerHttp2Stream, forward: Forward, frame: Buffer, deps: RelayDeps) {
    this.#client = client;
    this.#forward = forward;
    this.#frame = frame;
    this.#deps = deps;
    this.#send();
  }

  /** Asks the gate again; a status ends the call. */
  recheck(): void {
    if (this.#settled) return;
    const status = this.#forward.recheck();
    if (status !== null) this.end(status);
  }

  /** Ends the call with a status of ours, whatever the server still says. */
  end(status: Status): void {
    if (this.#settled) return;
    this.#trailers = toTrailers(status);
    this.#code = status.code;
    const client = this.#client;
    if (client.destroyed || client.closed) this.#settle(grpcStatus.cancelled);
    else if (this.#answering) client.end();
    else {
      respondStatus(client, status);
      this.#settle(status.code);
    }
    this.#release();
    this.#cancelUpstream();
  }

  /** The caller is gone. */
  abandon(): void {
    this.#settle(grpcStatus.cancelled);
    this.#release();
    this.#cancelUpstream();
  }

  #send(): void {
    const sent = this.#deps.request();
    if (sent === null || this.#frame === null) {
      this.end(unavailable("the Temporal server is away; try again"));
      return;
    }
    this.#upstream = sent;
    const { stream } = sent;
    stream.on("response", (headers, flags, raw: readonly string[]) => this.#answer(stream, headers, flags, raw));
    stream.on("error", ignore);
    stream.on("close", () => this.#closed(sent));
    stream.end(this.#frame);
  }

  #answer(stream: ClientHttp2Stream, headers: IncomingHttpHeaders, flags: number, raw: readonly string[]): void {
    this.#release();
    const client = this.#client;
    if (this.#settled || this.#trailers !== null || client.destroyed || client.closed) return;
    if (Number(headers[":status"]) !== 200) {
      this.end(statusOfHttp(Number(headers[":status"])));
      return;
    }
    const answer = toClientHeaders(headers, raw, this.#forward.authorization);
    answer[":status"] = 200;
    if ((flags & endOfStream) !== 0) {
      if (answer["grpc-status"] === undefined) {
        this.end(unfinished);
        return;
      }
      client.respond(answer, { endStream: true, sendDate: false } as object);
      this.#settle(toCode(answer));
      return;
    }
    this.#answering = true;
    client.respond(answer, { waitForTrailers: true, sendDate: false } as object);
    client.on("wantTrailers", () => this.#sendTrailers());
    stream.on("data", (chunk: Buffer) => this.#pass(stream, chunk));
    stream.on("trailers", (trailers, _flags, rawTrailers: readonly string[]) => {
      if (this.#trailers !== null) return;
      this.#trailers = toClientHeaders(trailers, rawTrailers, this.#forward.authorization);
      this.#code = toCode(this.#trailers);
    });
    stream.on("end", () => {
      if (!client.destroyed) client.end();
    });
  }

  #pass(stream: ClientHttp2Stream, chunk: Buffer): void {
    this.#bytes += chunk.length;
    const client = this.#client;
    if (client.destroyed || client.writableEnded || client.write(chunk)) return;
    stream.pause();
    this.stalledSince = performance.now();
    client.once("drain", () => {
      this.stalledSince = null;
      stream.resume();
    });
  }

  #sendTrailers(): void {
    const client = this.#client;
    if (client.destroyed || client.closed) return;
    client.sendTrailers(this.#trailers ?? toTrailers(unfinished));
    this.#settle(this.#code);
  }

  #closed(sent: UpstreamStream): void {
    if (this.#settled || this.#upstream !== sent || this.#trailers !== null) return;
    if (this.#answering) {
      // What came is passed on, without a status of its own it counts as nothing.
      if (!this.#client.destroyed) this.#client.end();
    } else if (this.#mayResend && sent.surelyUnprocessed()) {
      this.#mayResend = false;
      this.#send();
    } else {
      this.end(unavailable("the connection to the Temporal server broke; try again"));
    }
  }

  #release(): void {
    if (this.#frame === null) return;
    this.#frame = null;
    this.#deps.sent();
  }

  #cancelUpstream(): void {
    const stream = this.#upstream?.stream;
    if (stream !== undefined && !stream.closed) stream.close(cancel);
  }

  #settle(code: number): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#forward.ended(code, Math.max(0, this.#bytes - prefixBytes));
  }
}

const unfinished = unavailable("the Temporal server did not finish its answer; try again");
const ignore = (): void => {};

function toCode(trailers: OutgoingHttpHeaders): number {
  const code = Number(trailers["grpc-status"]);
  return Number.isInteger(code) ? code : grpcStatus.unknown;
}

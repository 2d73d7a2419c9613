// One call of a client: the gate's two questions, with the body read in between, and what the gate's answer asks for.
import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { type Admission, type CallHead, type Gate, grpcStatus, type Peer, type Status, type Verdict } from "../call.ts";
import { Body } from "./body.ts";
import { toUpstreamHeaders } from "./headers.ts";
import type { HeldBytes } from "./held-bytes.ts";
import type { TransportLimits } from "./limits.ts";
import { Relay } from "./relay.ts";
import { exhausted, respondStatus, unavailable } from "./status.ts";
import { toFrame } from "./unary.ts";
import type { Upstreams } from "./upstreams.ts";

const noError = 0;
const cancel = 8;

export interface CallDeps<Caller> {
  readonly gate: Gate<Caller>;
  readonly upstreams: Upstreams;
  readonly limits: TransportLimits;
  readonly held: HeldBytes;
  /** Calls whose caller is being looked up, in all connections. */
  readonly admitting: { count: number };
}

export class InboundCall<Caller> {
  readonly #deps: CallDeps<Caller>;
  readonly #stream: ServerHttp2Stream;
  readonly #raw: readonly string[];
  readonly #head: CallHead;
  readonly #body: Body;
  readonly #since = performance.now();
  #phase: "admitting" | "reading" | "deciding" | "relaying" | "over" = "admitting";
  #relay: Relay | null = null;

  constructor(
    deps: CallDeps<Caller>,
    stream: ServerHttp2Stream,
    header: IncomingHttpHeaders,
    raw: readonly string[],
    peer: Peer,
  ) {
    this.#deps = deps;
    this.#stream = stream;
    this.#raw = raw;
    this.#head = { path: header[":path"] ?? "", header, peer };
    this.#body = new Body(deps.held, deps.limits.maxMessageBytes);
  }

  start(): void {
    const { gate, admitting, limits } = this.#deps;
    const admission = this.#ask(() => gate.admit(this.#head));
    if (admission === null) return;
    if (!isPromise(admission)) {
      this.#admitted(admission);
      return;
    }
    if (admitting.count >= limits.maxAdmitting) {
      this.refuse(exhausted("too many callers at once; try again"));
      return;
    }
    admitting.count += 1;
    admission.then(
      (found) => {
        admitting.count -= 1;
        if (this.#phase === "admitting") this.#admitted(found);
      },
      () => {
        admitting.count -= 1;
        this.refuse(faulty);
      },
    );
  }

  #admitted(admission: Admission<Caller>): void {
    if (admission.kind === "refused") {
      this.refuse(admission.status);
      return;
    }
    const stream = this.#stream;
    this.#phase = "reading";
    stream.on("data", (chunk: Buffer) => {
      if (this.#phase !== "reading") return;
      const wrong = this.#body.add(chunk);
      if (wrong !== null) this.refuse(wrong);
    });
    stream.on("end", () => {
      if (this.#phase === "reading") this.#read(admission.caller);
    });
  }

  #read(caller: Caller): void {
    const frame = this.#body.end();
    if (!Buffer.isBuffer(frame)) {
      this.refuse(frame);
      return;
    }
    this.#phase = "deciding";
    const verdict = this.#ask(() => this.#deps.gate.decide(caller, this.#head, frame));
    if (verdict === null) return;
    if (!isPromise(verdict)) {
      this.#decided(verdict, frame);
      return;
    }
    verdict.then(
      (found) => this.#decided(found, frame),
      () => this.refuse(faulty),
    );
  }

  /** A gate never fails; if it does, nobody passes, and the other calls go on. */
  #ask<Answer>(question: () => Answer): Answer | null {
    try {
      return question();
    } catch {
      this.refuse(faulty);
      return null;
    }
  }

  #decided(verdict: Verdict, frame: Buffer): void {
    if (this.#phase !== "deciding") {
      // The caller left meanwhile, or waited too long. Whoever counts calls under way must hear of the end.
      if (verdict.kind === "forward") verdict.ended(grpcStatus.cancelled, 0);
      return;
    }
    if (verdict.kind === "refuse") {
      this.refuse(verdict.status);
      return;
    }
    if (verdict.kind === "answer") {
      this.#answer(verdict.message);
      return;
    }
    const { upstreams } = this.#deps;
    this.#phase = "relaying";
    const headers = toUpstreamHeaders(this.#head.header, this.#raw, verdict.authorization);
    const { message } = verdict;
    // It has another length, and whatever the caller's encoding is, this frame says that it is not compressed.
    if (message !== undefined) delete headers["content-length"];
    this.#relay = new Relay(this.#stream, verdict, message === undefined ? frame : toFrame(message), {
      request: () => upstreams.request(verdict.server, headers),
      sent: () => this.#body.release(),
    });
  }

  #answer(message: Uint8Array): void {
    const stream = this.#stream;
    this.#finish();
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, {
      waitForTrailers: true,
      sendDate: false,
    } as object);
    stream.on("wantTrailers", () => {
      if (!stream.destroyed && !stream.closed) stream.sendTrailers({ "grpc-status": "0" });
    });
    stream.end(toFrame(message));
  }

  /** Answers with the status alone. The rest of the body is dropped as it comes, and then the stream is closed. */
  refuse(status: Status): void {
    if (this.#phase === "over" || this.#phase === "relaying") return;
    this.#finish();
    refuseStream(this.#stream, status);
  }

  #finish(): void {
    this.#phase = "over";
    this.#body.release();
  }

  /** The stream is closed, from whichever side. */
  close(): void {
    const relay = this.#relay;
    this.#finish();
    relay?.abandon();
  }

  recheck(): void {
    this.#relay?.recheck();
  }

  /** Ends what takes longer than it may. */
  sweep(now: number): void {
    const { requestTimeoutMs, stallTimeoutMs } = this.#deps.limits;
    const stalled = this.#relay?.stalledSince ?? null;
    if (stalled !== null && now - stalled > stallTimeoutMs) this.#stream.close(cancel);
    if (this.#phase === "relaying" || now - this.#since < requestTimeoutMs) return;
    // Answered, but the caller neither reads the end nor closes.
    if (this.#phase === "over") this.#stream.close(cancel);
    else this.refuse(unavailable(`the request took longer than ${requestTimeoutMs} ms to come in; try again`));
  }

  /** The gateway goes: the caller asks another one. */
  drain(): void {
    const status = unavailable("the gateway is shutting down; try again");
    if (this.#relay === null) this.refuse(status);
    else this.#relay.end(status);
  }
}

const faulty: Status = { code: grpcStatus.internal, message: "internal error" };

export function refuseStream(stream: ServerHttp2Stream, status: Status): void {
  if (stream.destroyed || stream.closed || stream.headersSent) return;
  respondStatus(stream, status);
  stream.resume();
  stream.close(noError);
}

function isPromise<T extends object>(value: T | Promise<T>): value is Promise<T> {
  return value instanceof Promise;
}

// What passes between the parts of the gateway: the transport, which knows HTTP/2 and no rules, and the gate, which
// knows the rules and no sockets. Every method that passes is unary, so a call is its headers and one whole message.
import type { IncomingHttpHeaders } from "node:http2";

/** The way by which a connection came in. */
export type Way =
  | { readonly kind: "public" }
  /** Through a private endpoint; its id comes from the PROXY header, which such a listener never goes without. */
  | { readonly kind: "private"; readonly endpointId: string | null };

/** The other end of a connection, as far as the transport knows it. */
export interface Peer {
  /** The client's own address; on a private listener that of the PROXY header. */
  readonly address: string;
  readonly way: Way;
  /** DER of the certificate whose key the client proved to have, the leaf first; null without one. Nobody vouched for it yet. */
  readonly certificates: readonly Uint8Array[] | null;
}

export interface CallHead {
  /** As sent, e.g. `/temporal.api.workflowservice.v1.WorkflowService/StartWorkflowExecution`. */
  readonly path: string;
  readonly header: IncomingHttpHeaders;
  readonly peer: Peer;
}

/** How a call ends that the gateway ends itself. */
export interface Status {
  /** gRPC's number. */
  readonly code: number;
  readonly message: string;
  /** A serialized google.rpc.Status with the details; the transport puts it into `grpc-status-details-bin`. */
  readonly details?: Uint8Array;
}

export type Verdict =
  | { readonly kind: "refuse"; readonly status: Status }
  /** Answered here; `message` without gRPC's frame. */
  | { readonly kind: "answer"; readonly message: Uint8Array }
  | Forward;

/** The request goes on as it was sent, frame and all, unless `message` stands in its place. */
export interface Forward {
  readonly kind: "forward";
  /** Name of the configured Temporal server. */
  readonly server: string;
  /** What stands in the place of the caller's credential; null: none is sent. */
  readonly authorization: string | null;
  /** What goes on instead of the request, without gRPC's frame. */
  readonly message?: Buffer;
  /** Asked again while the call is open, whenever access changed: a status ends the call. */
  readonly recheck: () => Status | null;
  /**
   * How the call ended, once.
   * @param code gRPC's number from the trailers, 1 where the caller went away
   * @param bytes of the answer's message, 0 where there was none
   */
  readonly ended: (code: number, bytes: number) => void;
}

/** Who calls, as the gate found it; the transport only carries it from one question to the next. */
export type Admission<Caller> =
  | { readonly kind: "admitted"; readonly caller: Caller }
  | { readonly kind: "refused"; readonly status: Status };

export type Maybe<T> = T | Promise<T>;

/** The rules. Never throws and never rejects: a fault inside refuses. Answers at once where nothing has to be read. */
export interface Gate<Caller> {
  /** Asked with the headers, before any of the body is read: a stranger costs as little as possible. */
  admit(head: CallHead): Maybe<Admission<Caller>>;
  /** @param frame the body as sent: one gRPC frame, five bytes of prefix and the message, compressed or not */
  decide(caller: Caller, head: CallHead, frame: Buffer): Maybe<Verdict>;
}

/** gRPC's numbers that the gateway itself answers with. */
export const grpcStatus = {
  ok: 0,
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

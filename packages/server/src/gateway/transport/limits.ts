// Bounds on what peers can make the gateway hold. All in bytes, milliseconds or counts.

export interface TransportLimits {
  /** All headers of one call; announced, and checked again for peers that have not read the announcement yet. */
  readonly maxHeaderBytes: number;
  /** The `authorization` header alone: nothing longer is parsed. */
  readonly maxAuthorizationBytes: number;
  /** One message, without gRPC's prefix of five bytes. The frontend's own limit. */
  readonly maxMessageBytes: number;
  /** All request bodies that are held at one time, in all connections. */
  readonly maxHeldBytes: number;
  readonly maxConnections: number;
  /** Per client address; an IPv6 client has a whole /64. */
  readonly maxConnectionsPerAddress: number;
  readonly maxStreamsPerConnection: number;
  /** Calls that are open at one time, in all connections. Long polls are most of them. */
  readonly maxCalls: number;
  /** Calls whose caller is still being looked up; the body of each waits in its stream's window meanwhile. */
  readonly maxAdmitting: number;
  /** What a peer may send of one body before it is read. */
  readonly streamWindowBytes: number;
  /** The PROXY header, and the first bytes of HTTP/2. */
  readonly prefaceTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  /** A connection without a call. */
  readonly idleTimeoutMs: number;
  /** A whole request body, and the gate's answer to it. */
  readonly requestTimeoutMs: number;
  /** A caller that reads nothing of its answer. */
  readonly stallTimeoutMs: number;
  /** After this a connection is asked to come back, so that gateways behind a balancer even out; ± a tenth. */
  readonly maxConnectionAgeMs: number;
  /** HTTP/2 streams that a peer may reset at once, and per second after that (rapid reset). */
  readonly streamResetBurst: number;
  readonly streamResetRate: number;
}

export const defaultTransportLimits: TransportLimits = {
  maxHeaderBytes: 16 * 1024,
  maxAuthorizationBytes: 8 * 1024,
  maxMessageBytes: 4 * 1024 * 1024,
  maxHeldBytes: 256 * 1024 * 1024,
  maxConnections: 10_000,
  maxConnectionsPerAddress: 1_000,
  maxStreamsPerConnection: 1_000,
  maxCalls: 50_000,
  maxAdmitting: 500,
  streamWindowBytes: 256 * 1024,
  prefaceTimeoutMs: 5_000,
  handshakeTimeoutMs: 10_000,
  idleTimeoutMs: 5 * 60_000,
  requestTimeoutMs: 30_000,
  stallTimeoutMs: 60_000,
  maxConnectionAgeMs: 5 * 60_000,
  // A worker that shuts down cancels all its polls at once.
  streamResetBurst: 1_000,
  streamResetRate: 100,
};

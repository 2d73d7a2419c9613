// Bounds on what one peer can make the sockets hold. All in bytes, milliseconds or counts.

export interface SocketLimits {
  /** All headers of one request. HTTP/1.1 answers 431; HTTP/2 announces it and resets the stream. */
  readonly maxHeaderBytes: number;
  readonly maxConnections: number;
  readonly maxConcurrentStreams: number;
  /** The first bytes, by which a plaintext connection shows its protocol. */
  readonly prefaceTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  readonly headersTimeoutMs: number;
  /** Headers and body of one request. */
  readonly requestTimeoutMs: number;
  /** A connection without a call. */
  readonly idleTimeoutMs: number;
  /** HTTP/2 streams that a peer may reset at once, and per second after that (rapid reset). */
  readonly streamResetBurst: number;
  readonly streamResetRate: number;
}

export const defaultSocketLimits: SocketLimits = {
  maxHeaderBytes: 8 * 1024,
  maxConnections: 10_000,
  maxConcurrentStreams: 250,
  prefaceTimeoutMs: 5_000,
  handshakeTimeoutMs: 10_000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  idleTimeoutMs: 5 * 60_000,
  streamResetBurst: 500,
  streamResetRate: 50,
};

export interface CallLimits {
  /** As the sockets' limit: an HTTP/2 peer that has not read the settings yet gets past that one. */
  readonly maxHeaderBytes: number;
  /** One request message, before and after decompression, and one REST body. */
  readonly maxBodyBytes: number;
  /** The longest a unary call runs, whatever deadline its caller asks for. */
  readonly maxCallMs: number;
  /** The longest a stream (health watch, reflection) stays open. */
  readonly maxStreamMs: number;
  /** The time within which an HTTP/2 caller has sent its whole request. */
  readonly requestTimeoutMs: number;
}

export const defaultCallLimits: CallLimits = {
  maxHeaderBytes: defaultSocketLimits.maxHeaderBytes,
  maxBodyBytes: 4 * 1024 * 1024,
  maxCallMs: 60_000,
  maxStreamMs: 30 * 60_000,
  requestTimeoutMs: 60_000,
};

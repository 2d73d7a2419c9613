// TLS on a connection, with the client's certificate asked for and not judged: that is the gate's part.
import { constants } from "node:crypto";
import type { Socket } from "node:net";
import { createSecureContext, type DetailedPeerCertificate, type SecureContext, TLSSocket } from "node:tls";

export interface TlsIdentity {
  /** PEM, the leaf first. */
  readonly cert: string;
  readonly key: string;
}

/** Throws OpenSSL's error for a bad certificate or key. */
export function createServerContext({ cert, key }: TlsIdentity): SecureContext {
  // A resumed session would show the certificate of an earlier connection, without its chain and without a new proof
  // that the client has the key. Connections live long, so a whole handshake each costs little.
  return createSecureContext({ cert, key, minVersion: "TLSv1.2", secureOptions: constants.SSL_OP_NO_TICKET });
}

/** Calls `secured` once after the handshake; a failed or slow one ends the connection without a call. */
export function startTls(
  raw: Socket,
  context: SecureContext,
  timeoutMs: number,
  secured: (socket: TLSSocket) => void,
): TLSSocket {
  const socket = new TLSSocket(raw, {
    isServer: true,
    secureContext: context,
    requestCert: true,
    rejectUnauthorized: false,
    // HTTP/1.1 only so that its peers get an answer instead of an alert.
    ALPNProtocols: ["h2", "http/1.1"],
  });
  // Handshakes again would let a client change its certificate under an open connection.
  socket.disableRenegotiation();
  const timer = setTimeout(() => socket.destroy(), timeoutMs);
  socket.once("close", () => {
    clearTimeout(timer);
    raw.destroy();
  });
  socket.on("error", () => socket.destroy());
  socket.once("secure", () => {
    clearTimeout(timer);
    secured(socket);
  });
  return socket;
}

const maxChain = 10;

/** DER, the leaf first; null without a certificate. TLS has checked that the client has the leaf's key. */
export function readCertificates(socket: TLSSocket): Uint8Array[] | null {
  const chain: Uint8Array[] = [];
  let each: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  // Without a certificate Node hands out an empty object.
  while (each?.raw !== undefined && chain.length < maxChain) {
    chain.push(each.raw);
    if (each.issuerCertificate === each) break;
    each = each.issuerCertificate;
  }
  return chain.length === 0 ? null : chain;
}

// Tells HTTP/2 with prior knowledge from HTTP/1.1 on one plaintext port, by the first bytes of the connection.
import type { Socket } from "node:net";

/** No HTTP/1.1 method starts with these three bytes; two are not enough (PROPFIND). */
const preface = Buffer.from("PRI");

export type HttpVersion = "h2" | "http/1.1";

/**
 * Reads until the first bytes decide, puts them back, and calls `decided` once. A peer that closes or says nothing
 * decisive within `timeoutMs` is disconnected without a call.
 */
export function sniffHttpVersion(socket: Socket, timeoutMs: number, decided: (version: HttpVersion) => void): void {
  let held: Buffer = Buffer.alloc(0);
  const giveUp = (): void => {
    stop();
    socket.destroy();
  };
  const onReadable = (): void => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) return;
    held = Buffer.concat([held, chunk]);
    const version = versionOf(held);
    if (version === undefined) return;
    stop();
    socket.unshift(held);
    decided(version);
  };
  const timer = setTimeout(giveUp, timeoutMs);
  const stop = (): void => {
    clearTimeout(timer);
    socket.off("readable", onReadable).off("end", giveUp).off("close", stop);
  };
  socket.on("readable", onReadable).on("end", giveUp).on("close", stop);
}

function versionOf(bytes: Buffer): HttpVersion | undefined {
  const known = Math.min(bytes.length, preface.length);
  if (!bytes.subarray(0, known).equals(preface.subarray(0, known))) return "http/1.1";
  return known === preface.length ? "h2" : undefined;
}

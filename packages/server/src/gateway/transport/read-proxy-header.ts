// Takes the PROXY header off the front of a connection, however its bytes come in.
import type { Socket } from "node:net";
import { type ProxyHeader, parseProxyHeader } from "./proxy-header.ts";

/**
 * Calls `found` once, with everything behind the header put back. Anything else at the front, silence for `timeoutMs`
 * or an end: the connection is cut without a call, since without the header nobody knows who speaks.
 */
export function readProxyHeader(
  socket: Socket,
  timeoutMs: number,
  found: (header: ProxyHeader) => void,
  refused: (reason: string) => void,
): void {
  let held: Buffer = Buffer.alloc(0);
  const stop = (): void => {
    clearTimeout(timer);
    socket.off("readable", onReadable).off("end", giveUp).off("close", stop);
  };
  const giveUp = (): void => {
    stop();
    refused("no PROXY header came");
    socket.destroy();
  };
  const onReadable = (): void => {
    for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) held = Buffer.concat([held, chunk]);
    const header = tryParse(held);
    if (header === null) return;
    stop();
    if (header instanceof Error) {
      refused(header.message);
      socket.destroy();
      return;
    }
    if (held.length > header.size) socket.unshift(held.subarray(header.size));
    found(header);
  };
  const timer = setTimeout(giveUp, timeoutMs);
  socket.on("readable", onReadable).on("end", giveUp).on("close", stop);
}

function tryParse(bytes: Buffer): ProxyHeader | Error | null {
  try {
    return parseProxyHeader(bytes);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

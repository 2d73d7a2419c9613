// Talks to a port byte by byte.
import { once } from "node:events";
import { type ClientHttp2Session, connect as connectHttp2, type OutgoingHttpHeaders } from "node:http2";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export async function connectRaw(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true, allowHalfOpen: true });
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** Sends the parts as segments of their own and reads until the server closes. */
export async function exchange(port: number, parts: readonly (string | Buffer)[]): Promise<string> {
  const socket = await connectRaw(port);
  const answer = readAll(socket);
  for (const part of parts) {
    socket.write(part);
    await sleep(20);
  }
  return answer;
}

/** Everything until the server ends or cuts the connection. */
export async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve) => socket.once("end", resolve).once("close", () => resolve()));
  socket.destroy();
  return Buffer.concat(chunks).toString("latin1");
}

export interface Http2Answer {
  /** undefined when the stream or the connection was refused. */
  readonly status: number | undefined;
  /** With the trailers. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** One HTTP/2 request with exactly these headers. */
export async function requestHttp2(url: string, headers: OutgoingHttpHeaders, body?: Buffer): Promise<Http2Answer> {
  const session: ClientHttp2Session = connectHttp2(url);
  session.on("error", () => {});
  const stream = session.request(headers, { endStream: body === undefined });
  let received: Readonly<Record<string, unknown>> = {};
  const chunks: Buffer[] = [];
  stream.on("response", (answer) => (received = { ...answer }));
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  stream.on("error", () => {});
  if (body !== undefined) stream.end(body);
  stream.on("trailers", (trailers) => (received = { ...received, ...trailers }));
  await new Promise<void>((resolve) => stream.once("end", resolve).once("close", resolve));
  session.destroy();
  const status = received[":status"];
  const text = Buffer.concat(chunks).toString();
  return { status: typeof status === "number" ? status : undefined, headers: received, body: text };
}

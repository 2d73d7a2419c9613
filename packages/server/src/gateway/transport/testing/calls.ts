// Calls of gRPC, seen as the HTTP/2 that they are.
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from "node:http2";

export interface Answer {
  readonly http: number | undefined;
  readonly headers: IncomingHttpHeaders;
  /** The headers themselves where the answer has nothing else. */
  readonly trailers: IncomingHttpHeaders;
  readonly raw: readonly string[];
  readonly body: Buffer;
  /** gRPC's number; undefined when the stream or connection broke without one. */
  readonly code: number | undefined;
  readonly rst: number | undefined;
}

export const path = "/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace";

export function openSession(port: number): ClientHttp2Session & Disposable {
  const session = connect(`http://127.0.0.1:${port}`, { settings: { initialWindowSize: 65_535 } });
  session.on("error", () => {});
  return Object.assign(session, { [Symbol.dispose]: () => session.destroy() });
}

export function startCall(session: ClientHttp2Session, headers: OutgoingHttpHeaders = {}): ClientHttp2Stream {
  const stream = session.request(
    { ":method": "POST", ":path": path, "content-type": "application/grpc", te: "trailers", ...headers },
    { endStream: false },
  );
  stream.on("error", () => {});
  return stream;
}

export async function readAnswer(stream: ClientHttp2Stream): Promise<Answer> {
  let headers: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  let raw: readonly string[] = [];
  const chunks: Buffer[] = [];
  stream.on("response", (found, _flags, list: string[]) => {
    headers = found;
    trailers = found;
    raw = list;
  });
  stream.on("trailers", (found) => (trailers = found));
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve) => (stream.closed ? resolve() : stream.once("close", () => resolve())));
  const code = trailers["grpc-status"];
  return {
    http: headers[":status"] === undefined ? undefined : Number(headers[":status"]),
    headers,
    trailers,
    raw,
    body: Buffer.concat(chunks),
    code: code === undefined ? undefined : Number(code),
    rst: stream.rstCode,
  };
}

/** One whole call. */
export function call(session: ClientHttp2Session, body: Buffer, headers?: OutgoingHttpHeaders): Promise<Answer> {
  const stream = startCall(session, headers);
  const answer = readAnswer(stream);
  stream.end(body);
  return answer;
}

export function frame(message: string | Buffer): Buffer {
  const bytes = Buffer.from(message);
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}

/** Waits, a turn of the event loop at a time, until it is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

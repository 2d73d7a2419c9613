// A Temporal server as the transport sees it: HTTP/2, with each call answered as the test says.
import { once } from "node:events";
import {
  createSecureServer,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type SecureServerOptions,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo } from "node:net";

export interface ReceivedCall {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  readonly raw: readonly string[];
  readonly body: Buffer;
}

export interface TestUpstream extends AsyncDisposable {
  readonly address: string;
  readonly calls: ReceivedCall[];
  readonly sessions: Set<ServerHttp2Session>;
  /** Streams that have begun and not ended. */
  readonly open: () => number;
}

export async function startUpstream(
  answer: (call: ReceivedCall, at: number) => void,
  tls?: SecureServerOptions,
): Promise<TestUpstream> {
  const calls: ReceivedCall[] = [];
  const sessions = new Set<ServerHttp2Session>();
  let open = 0;
  const server = tls ? (createSecureServer(tls) as unknown as Http2Server) : createServer();
  server.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
  });
  server.on("sessionError", () => {});
  server.on("stream", (stream, headers, _flags, raw: string[]) => {
    open += 1;
    const chunks: Buffer[] = [];
    stream.on("error", () => {});
    stream.once("close", () => (open -= 1));
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      const call = { stream, headers, raw, body: Buffer.concat(chunks) };
      calls.push(call);
      answer(call, calls.length - 1);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    sessions,
    open: () => open,
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with the request's own frame and status 0. */
export function echo({ stream, body }: ReceivedCall): void {
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  stream.end(body);
}

// Between a gateway and its Temporal server: passes every call on and remembers with which credential it came.
import { connect, constants, createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";

export interface Listened extends AsyncDisposable {
  /** host:port to call in the server's place. */
  readonly address: string;
  /** The values of `authorization` that passed, oldest first. */
  readonly heard: readonly string[];
}

/** @param address host:port of the server */
export async function listenIn(address: string): Promise<Listened> {
  const upstream = connect(`http://${address}`);
  upstream.on("error", () => {});
  const heard: string[] = [];
  const server = createServer();
  server.on("stream", (stream, headers) => {
    if (headers.authorization !== undefined) heard.push(headers.authorization);
    passOn(stream, upstream.request({ ...headers, ":authority": address }));
  });
  const sessions = new Set<{ destroy(): void }>();
  server.on("session", (session) => void sessions.add(session));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.destroy();
      upstream.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function passOn(stream: ServerHttp2Stream, request: ReturnType<ReturnType<typeof connect>["request"]>): void {
  let trailers: IncomingHttpHeaders = {};
  for (const side of [stream, request]) side.on("error", () => {});
  request.on("response", (headers, flags) => {
    const isAll = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.respond(headers, isAll ? { endStream: true } : { waitForTrailers: true });
  });
  request.on("trailers", (found) => {
    trailers = found;
  });
  stream.on("wantTrailers", () => stream.sendTrailers(trailers));
  stream.on("close", () => request.close());
  request.on("close", () => {
    if (request.rstCode !== constants.NGHTTP2_NO_ERROR) stream.close(request.rstCode);
  });
  stream.pipe(request);
  request.pipe(stream);
}

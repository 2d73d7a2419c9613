// A Connect transport that calls the handlers of this process, with the context values that Connect's own
// createRouterTransport drops: the origin of the call has to reach the interceptors.
import { create, type DescMessage, type DescMethodUnary, fromBinary, toBinary } from "@bufbuild/protobuf";
import { Code, ConnectError, type Transport, type UnaryResponse } from "@connectrpc/connect";
import {
  createAsyncIterable,
  createMethodUrl,
  readAllBytes,
  type UniversalHandler,
} from "@connectrpc/connect/protocol";
import { codeFromHttpStatus, errorFromJsonBytes, trailerDemux } from "@connectrpc/connect/protocol-connect";

export function createInProcessTransport(handlers: readonly UniversalHandler[]): Transport {
  const byPath = new Map(handlers.map((handler) => [handler.requestPath, handler]));
  const unary: Transport["unary"] = async (method, signal, timeoutMs, header, input, contextValues) => {
    const path = createMethodUrl("/", method);
    const handler = byPath.get(path);
    if (handler === undefined) throw new ConnectError(`${path} is not served`, Code.Unimplemented);
    const answer = await handler({
      httpVersion: "2.0",
      method: "POST",
      url: new URL(path, "http://in-process").toString(),
      header: connectHeader(header, timeoutMs),
      body: createAsyncIterable([toBinary(method.input, create(method.input, input))]),
      signal: signal ?? new AbortController().signal,
      ...(contextValues === undefined ? {} : { contextValues }),
    });
    const bytes = await readAllBytes(answer.body ?? createAsyncIterable<Uint8Array>([]), Number.MAX_SAFE_INTEGER);
    return decodeAnswer(method, answer.status, new Headers(answer.header), bytes);
  };
  const stream: Transport["stream"] = async (method) => {
    throw new ConnectError(`${method.name} is a stream: not served in process`, Code.Unimplemented);
  };
  return { unary, stream };
}

function connectHeader(header: Parameters<Transport["unary"]>[3], timeoutMs: number | undefined): Headers {
  const headers = new Headers(header);
  headers.set("content-type", "application/proto");
  headers.set("connect-protocol-version", "1");
  if (timeoutMs !== undefined) headers.set("connect-timeout-ms", String(Math.ceil(timeoutMs)));
  return headers;
}

function decodeAnswer<I extends DescMessage, O extends DescMessage>(
  method: DescMethodUnary<I, O>,
  status: number,
  headers: Headers,
  bytes: Uint8Array,
): UnaryResponse<I, O> {
  const [header, trailer] = trailerDemux(headers);
  if (status !== 200) {
    const fallback = new ConnectError(`HTTP ${status}`, codeFromHttpStatus(status));
    throw errorFromJsonBytes(bytes as Uint8Array<ArrayBuffer>, header, fallback);
  }
  const message = fromBinary(method.output, bytes);
  return { stream: false, service: method.parent, method, header, trailer, message };
}

// One call that the gateway makes on its own behalf, start to end.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http2";
import { grpcStatus, type Status } from "../call.ts";
import { statusOfHttp } from "./http-status.ts";
import { invalid, unavailable } from "./status.ts";
import type { UpstreamStream } from "./upstream-session.ts";

/** `message` is null where the status is not OK. */
export interface UnaryAnswer {
  readonly message: Buffer | null;
  readonly status: Status;
}

const maxAnswerBytes = 16 * 1024 * 1024;
const cancel = 8;

export function askUpstream(
  request: (headers: OutgoingHttpHeaders) => UpstreamStream | null,
  path: string,
  header: OutgoingHttpHeaders,
  message: Uint8Array,
  timeoutMs: number,
): Promise<UnaryAnswer> {
  const headers = {
    ":method": "POST",
    ":path": path,
    "content-type": "application/grpc",
    te: "trailers",
    "grpc-timeout": `${timeoutMs}m`,
    ...header,
  };
  const stream = request(headers)?.stream;
  if (stream === undefined)
    return Promise.resolve({ message: null, status: unavailable("the Temporal server is away") });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let last: IncomingHttpHeaders = {};
    let broken: Status | null = null;
    const timer = setTimeout(() => fail(unavailable("the Temporal server took too long")), timeoutMs);
    const fail = (status: Status): void => {
      broken ??= status;
      stream.close(cancel);
    };
    stream.on("response", (answer) => {
      last = answer;
      if (answer[":status"] !== 200) fail(statusOfHttp(answer[":status"] ?? 0));
    });
    stream.on("trailers", (trailers) => (last = trailers));
    stream.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxAnswerBytes) fail(invalid("the Temporal server's answer is too large"));
      else chunks.push(chunk);
    });
    stream.on("error", () => {});
    stream.once("close", () => {
      clearTimeout(timer);
      const status = broken ?? readStatus(last);
      resolve(status.code === grpcStatus.ok ? takeMessage(Buffer.concat(chunks), status) : { message: null, status });
    });
    stream.end(toFrame(message));
  });
}

/** The status of headers or trailers; UNAVAILABLE where they carry none, since then the connection broke. */
export function readStatus(trailers: IncomingHttpHeaders): Status {
  const code = trailers["grpc-status"];
  if (typeof code !== "string" || !/^\d{1,5}$/.test(code))
    return unavailable("the Temporal server did not finish its answer");
  const details = trailers["grpc-status-details-bin"];
  return {
    code: Number(code),
    message: decodeMessage(String(trailers["grpc-message"] ?? "")),
    ...(typeof details === "string" && { details: Buffer.from(details, "base64") }),
  };
}

function decodeMessage(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function takeMessage(body: Buffer, status: Status): UnaryAnswer {
  const whole = body.length >= 5 && body[0] === 0 && body.readUInt32BE(1) === body.length - 5;
  if (whole) return { message: body.subarray(5), status };
  return {
    message: null,
    status: { code: grpcStatus.internal, message: "the Temporal server's answer is not one plain message" },
  };
}

/** gRPC's frame around a message that is not compressed. */
export function toFrame(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(5 + message.length);
  frame.writeUInt8(0, 0);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, 5);
  return frame;
}

// The one gRPC frame that a unary request is. Anything a server might take for something else is refused.
import { gunzipSync, type InputType } from "node:zlib";
import { Code } from "@connectrpc/connect";
import { quote, RemitError } from "../../errors.ts";
import { malformed } from "./malformed.ts";

/** What a Temporal server takes at most, in bytes, before and after decompression. */
export const maxMessageBytes = 4 * 1024 * 1024;
const prefixBytes = 5;

/** Goes into `grpc-accept-encoding` of every answer, so that a client can fall back. */
export const acceptedEncodings = "identity,gzip";

/**
 * The message in a frame, decompressed.
 * @param frame the whole body
 * @param encoding the header `grpc-encoding`
 * @throws RemitError INVALID_ARGUMENT, or UNIMPLEMENTED for an encoding that is not known
 */
export function readFrame(frame: Buffer, encoding: string | readonly string[] | undefined): Buffer {
  if (frame.length < prefixBytes) throw malformed("the body must be one gRPC message");
  const flag = frame[0] as number;
  if (flag > 1) throw malformed("the compressed flag must be 0 or 1");
  const length = frame.readUInt32BE(1);
  if (length > maxMessageBytes) throw tooLarge();
  if (length !== frame.length - prefixBytes) throw malformed("the body must be exactly one gRPC message");
  const body = frame.subarray(prefixBytes);
  const scheme = encoding === undefined || encoding === "" ? "identity" : encoding;
  if (scheme !== "identity" && scheme !== "gzip") throw unknownEncoding(scheme);
  if (flag === 0) return body;
  if (scheme === "identity") throw malformed("it is marked as compressed, and grpc-encoding says that it is not");
  return inflate(body);
}

/** `info` is what tells how much was read, and the types of Node do not know it. */
const gunzipWithInfo = gunzipSync as unknown as (
  input: InputType,
  options: { maxOutputLength: number; info: true },
) => { buffer: Buffer; engine: { bytesWritten: number } };

function inflate(body: Buffer): Buffer {
  let result: ReturnType<typeof gunzipWithInfo>;
  try {
    result = gunzipWithInfo(body, { maxOutputLength: maxMessageBytes, info: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    throw malformed("it is not what gzip makes");
  }
  // zlib leaves out what follows the last member; a server would refuse it or read on.
  if (result.engine.bytesWritten !== body.length) throw malformed("something follows what gzip made");
  return result.buffer;
}

const tooLarge = (): RemitError =>
  new RemitError(Code.InvalidArgument, "INVALID_FIELD", `a message may have at most ${maxMessageBytes} bytes`);

const unknownEncoding = (scheme: string | readonly string[]): RemitError =>
  new RemitError(
    Code.Unimplemented,
    "NOT_IMPLEMENTED",
    `grpc-encoding ${quote(String(scheme))} is not supported; supported are ${acceptedEncodings}`,
  );

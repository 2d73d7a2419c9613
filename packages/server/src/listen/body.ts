// Reads one request body as text, within a bound.
import { Code } from "@connectrpc/connect";
import { RemitError } from "../errors.ts";
import type { HttpRequest } from "./servers.ts";

const refuse = (message: string): RemitError => new RemitError(Code.InvalidArgument, "INVALID_FIELD", message);

/** Throws InvalidArgument for a body that is too large, compressed, or no UTF-8; Canceled if the caller goes away. */
export async function readBody(request: HttpRequest, maxBytes: number): Promise<string> {
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") throw refuse("body: must not be compressed");
  const tooLarge = refuse(`body: larger than ${maxBytes} bytes`);
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunksOf(request)) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return decodeUtf8(Buffer.concat(chunks));
}

async function* chunksOf(request: HttpRequest): AsyncIterable<Buffer> {
  try {
    // Leaving the loop early must not destroy the request: the refusal is still to be sent on its connection.
    yield* request.iterator({ destroyOnReturn: false });
  } catch (error) {
    throw new RemitError(Code.Canceled, "UNAVAILABLE", "the request was not sent to its end", { cause: error });
  }
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse("body: not valid UTF-8");
  }
}

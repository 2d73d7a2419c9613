// A workflow's history as the server sends it, undecoded: events of a newer server than this knows, and payloads, stay
// byte for byte what they are.
import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { Code } from "@connectrpc/connect";
import type { Connection } from "@temporalio/client";
import { callServer, hasCode } from "./call-server.ts";

interface Page {
  /** Messages temporal.api.history.v1.History: one after the other they are one message again. */
  readonly parts: readonly Uint8Array[];
  readonly nextPageToken: Uint8Array;
}

/**
 * The pieces of one temporal.api.history.v1.History, in order; null when the server does not have the run any more.
 * @throws RemitError UNAVAILABLE, FAILED_PRECONDITION
 */
export async function readRawHistory(
  connection: Connection,
  namespace: string,
  run: { readonly workflowId: string; readonly runId: string },
): Promise<Uint8Array[] | null> {
  const parts: Uint8Array[] = [];
  let token: Uint8Array = new Uint8Array();
  try {
    do {
      const request = encodeRequest(namespace, run, token);
      const answer = await callServer(connection, `read a history of ${namespace}`, () =>
        // As the SDK does it with what it decodes: proxies before a server go by it.
        connection.withMetadata({ "temporal-namespace": namespace }, () => callRaw(connection, request)),
      );
      const page = decodePage(answer);
      parts.push(...page.parts);
      token = page.nextPageToken;
    } while (token.length > 0);
  } catch (error) {
    if (hasCode(error, Code.NotFound)) return null;
    throw error;
  }
  return parts;
}

/** The SDK's own way to the server, with its credentials and deadline, but without its decoding. */
function callRaw({ workflowService }: Connection, request: Uint8Array): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const call = workflowService.rpcImpl as NonNullable<typeof workflowService.rpcImpl>;
  // Of the method only the name is read.
  const method = { name: "GetWorkflowExecutionHistory" } as Parameters<typeof call>[0];
  // gRPC writes nothing but Buffers.
  call(method, Buffer.from(request), (error, response) => {
    if (error !== null) reject(error);
    else resolve(response ?? new Uint8Array());
  });
  return promise;
}

function encodeRequest(
  namespace: string,
  { workflowId, runId }: { readonly workflowId: string; readonly runId: string },
  token: Uint8Array,
): Uint8Array {
  const execution = new BinaryWriter();
  execution.tag(1, WireType.LengthDelimited).string(workflowId).tag(2, WireType.LengthDelimited).string(runId);
  const request = new BinaryWriter();
  request.tag(1, WireType.LengthDelimited).string(namespace);
  request.tag(2, WireType.LengthDelimited).bytes(execution.finish());
  if (token.length > 0) request.tag(4, WireType.LengthDelimited).bytes(token);
  return request.finish();
}

/** `history` is field 1; servers that are set to send it as they store it use `raw_history`, field 2, instead. */
function decodePage(answer: Uint8Array): Page {
  const parts: Uint8Array[] = [];
  let nextPageToken: Uint8Array = new Uint8Array();
  for (const [field, bytes] of readFields(answer)) {
    if (field === 1) parts.push(bytes);
    if (field === 2) parts.push(...[...readFields(bytes)].flatMap(([inner, data]) => (inner === 2 ? [data] : [])));
    if (field === 3) nextPageToken = bytes;
  }
  return { parts, nextPageToken };
}

/** The length-delimited fields of a message, in order. */
function* readFields(message: Uint8Array): Generator<[number, Uint8Array]> {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (type === WireType.LengthDelimited) yield [field, reader.bytes()];
    else reader.skip(type, field);
  }
}

// gRPC, gRPC-Web and Connect: finds the RPC by its exact path and lets Connect's handler run it.
import { Code, ConnectError } from "@connectrpc/connect";
import type { UniversalHandler, UniversalServerRequest, UniversalServerResponse } from "@connectrpc/connect/protocol";
import { universalRequestFromNodeRequest, universalResponseToNodeResponse } from "@connectrpc/connect-node";
import type { Logger } from "pino";
import type { Origin } from "../origin.ts";
import { rewriteGrpcMessage } from "../wire/grpc-message.ts";
import { refuse } from "./answer.ts";
import { type Call, createCallValues } from "./call.ts";
import { boundDeadline } from "./deadline.ts";
import type { CallLimits } from "./limits.ts";
import type { HttpRequest, HttpResponse } from "./servers.ts";

/** Runs one RPC and answers. Never rejects. */
export async function serveRpc(
  rpc: UniversalHandler,
  request: HttpRequest,
  response: HttpResponse,
  { origin, limits, log }: { origin: Origin; limits: CallLimits; log: Logger },
): Promise<void> {
  try {
    const call: Call = { reached: false, gated: false };
    const values = createCallValues(origin, call);
    const incoming = universalRequestFromNodeRequest(request, response, undefined, values);
    boundDeadline(incoming.header, rpc.method.methodKind === "unary" ? limits.maxCallMs : limits.maxStreamMs);
    const answer = await runRpc(rpc, incoming, call, log);
    if (answer.trailer !== undefined) rewriteGrpcMessage(answer.trailer);
    await universalResponseToNodeResponse(answer, response);
  } catch (error) {
    const failure = ConnectError.from(error);
    if (failure.code === Code.Aborted || failure.code === Code.Canceled || response.destroyed) return;
    log.error({ err: error, requestId: origin.requestId }, "answering an RPC failed");
    const message = `internal error, request ${origin.requestId}`;
    refuse(request, response, { code: Code.Internal, httpStatus: 500, message });
  }
}

/**
 * Connect calls a message that does not parse, or does not decompress, an internal error, and one that is too large an
 * exhausted resource, which official clients send again for half a minute. Both are the caller's: such a call is
 * answered again with InvalidArgument, by letting Connect read a body that fails with that error.
 */
async function runRpc(
  rpc: UniversalHandler,
  request: UniversalServerRequest,
  call: Call,
  log: Logger,
): Promise<UniversalServerResponse> {
  const answer = await rpc(request);
  const failure: unknown = call.signal?.reason;
  if (!(failure instanceof ConnectError) || !misnamed.has(failure.code)) return answer;
  if (call.reached) {
    // The guard has logged what it refused; what failed after it, encoding the answer, is logged here.
    log.debug({ err: failure }, "RPC ended in an internal error");
    return answer;
  }
  return rpc({ ...request, body: failingBody(new ConnectError(failure.rawMessage, Code.InvalidArgument)) });
}

const misnamed = new Set([Code.Internal, Code.ResourceExhausted]);

function failingBody(error: ConnectError): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) };
}

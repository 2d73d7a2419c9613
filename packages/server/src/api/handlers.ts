// How a handler is made: reads decode, ask a resource and encode; writes run a resource's rule inside `mutate`.
import type { Message } from "@bufbuild/protobuf";
import type { HandlerContext, ServiceImpl } from "@connectrpc/connect";
import type { CloudService, RequestService, ResponsibilityService } from "@remit/protocol";
import type { Call, Deps } from "../resources/call.ts";
import { callKey } from "../resources/call-key.ts";
import { mutate } from "../resources/mutate.ts";
import type { Mutation, Outcome } from "../resources/mutation.ts";

/** One file per resource makes its part; a test finds a served RPC without a handler. */
export type CloudHandlers = Partial<ServiceImpl<typeof CloudService>>;

export type ResponsibilityHandlers = Partial<ServiceImpl<typeof ResponsibilityService>>;

export type RequestHandlers = ServiceImpl<typeof RequestService>;

export function callOf(context: HandlerContext): Call {
  const call = context.values.get(callKey);
  if (call === null) throw new Error("a handler was reached without the pipeline");
  return call;
}

type Handler<Req extends Message, Res> = (request: Req, context: HandlerContext) => Promise<Res>;

/** A read: `answer` gets the deps, the call and the request, and returns the response's fields. */
export function read<Req extends Message, Res>(
  deps: Deps,
  answer: (deps: Deps, call: Call, request: Req) => Promise<Res>,
): Handler<Req, Res> {
  return (request, context) => answer(deps, callOf(context), request);
}

/** A write: `rule` runs inside the one transaction and returns the response's fields but for the operation. */
export function write<Req extends Message, Res extends Message>(
  deps: Deps,
  rule: (mutation: Mutation, request: Req) => Promise<Outcome>,
): Handler<Req, Res> {
  return (request, context) => mutate<Res>(deps, callOf(context), (mutation) => rule(mutation, request));
}

/**
 * Puts a one-time token into its link, behind the "#": browsers send that part to nobody, so no log of a server has it.
 * Here and not in the rule, since what a rule answers is kept with its operation.
 */
export function withFragment<Res extends { url: string; token: string }>(response: Res): Res {
  if (response.url !== "") response.url += `#token=${response.token}`;
  return response;
}

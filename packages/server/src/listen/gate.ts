// The gate: runs before a body is read, so that a caller without a credential costs nothing but its headers.
import type { DescMethod } from "@bufbuild/protobuf";
import type { ContextValues, HandlerContext } from "@connectrpc/connect";
import type { Logger } from "pino";
import { type Call, callKey } from "./call.ts";
import { toRefusal } from "./guard.ts";

export interface GatedCall {
  readonly method: DescMethod;
  readonly header: Headers;
  /** What the gate sets here, interceptors and handlers read. */
  readonly values: ContextValues;
}

/** Throws to refuse. Does not see health and reflection. */
export type Gate = (call: GatedCall) => void | Promise<void>;

/** As Connect's request gate. Remembers the call's signal, whose reason is the error that ends the call. */
export function createRequestGate(gate: Gate | undefined, log: Logger): (context: HandlerContext) => Promise<void> {
  return async (context) => {
    const call = context.values.get(callKey);
    if (call !== undefined) call.signal = context.signal;
    if (gate === undefined || call?.gated === true) return;
    try {
      await gate({ method: context.method, header: context.requestHeader, values: context.values });
    } catch (error) {
      throw refuseAtGate(error, call, context, log);
    }
  };
}

function refuseAtGate(error: unknown, call: Call | undefined, context: HandlerContext, log: Logger): Error {
  if (call !== undefined) call.reached = true;
  return toRefusal(error, context.values, context.method, log);
}

// What the listener remembers about one RPC while Connect runs it.
import { type ContextKey, type ContextValues, createContextKey, createContextValues } from "@connectrpc/connect";
import { type Origin, originKey } from "../origin.ts";

export interface Call {
  /** Set once the request is read and decoded: a failure before that is the caller's. */
  reached: boolean;
  /** Set once the gate has let the call pass, so that a REST call passes it once. */
  gated: boolean;
  /** Connect aborts it with the error that ends the call. */
  signal?: AbortSignal;
}

export const callKey: ContextKey<Call | undefined> = createContextKey<Call | undefined>(undefined);

export function createCallValues(origin: Origin, call: Call): ContextValues {
  return createContextValues().set(originKey, origin).set(callKey, call);
}

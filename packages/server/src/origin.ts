// Where a call came from, as the listener saw it on the socket. The listener sets it, interceptors read it:
// a context value is set in process, so no header that a client sends can stand in for it.
import { type ContextKey, createContextKey } from "@connectrpc/connect";

export interface Origin {
  /** Made by the listener for each request; the client reads it in the answer's `x-request-id`. */
  readonly requestId: string;
  /** The peer's address without a port, IPv4 in its short form; "" for a call made inside the process. */
  readonly remoteAddress: string;
  /** Whether the call came over TLS. */
  readonly encrypted: boolean;
  /** The host that the request named, as `host[:port]`; one that is allowed here. "" for a call made inside the process. */
  readonly host: string;
}

/** Read it in an interceptor with `request.contextValues.get(originKey)`, in a handler with `context.values`. */
export const originKey: ContextKey<Origin> = createContextKey<Origin>(
  { requestId: "in-process", remoteAddress: "", encrypted: false, host: "" },
  { description: "origin of the call" },
);

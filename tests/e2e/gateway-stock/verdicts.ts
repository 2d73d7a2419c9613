// What each judge said of a case. Only what is on these lists may differ, and only to the stricter side.
import { constants } from "node:http2";
import { knownPaths, requireRoute } from "../../../packages/server/src/gateway/route.ts";
import type { Came } from "./send.ts";

/** Why the gateway refuses what a stock server would let pass. A refusal that is none of these fails. */
export const stricter = {
  "finer roles": /^permission denied: temporal\.\S+ on namespace ".*" is needed\./,
  "the control plane's": /^permission denied: \w+ is done through the control plane/,
  "the server's own names": /^permission denied: .* names what Temporal's server keeps for itself/,
  "a Nexus endpoint's list of callers": /^permission denied: the Nexus endpoint ".*" does not let/,
  "no Namespace is named": /^namespace: must be given/,
  "named by name and by id": /^id: a Namespace is named by its name or by its id, not by both/,
  "a task token of another Namespace": /^task_token: is /,
  "a request inside names another Namespace": /^namespace: a request inside this one names/,
  "malformed, or a choice that is not known": /^malformed request: /,
  "not one whole message": /^the request('s compressed flag is \d+;| is more than one| is not one whole gRPC message)/,
  "an encoding that is not known": /^grpc-encoding .* is not supported/,
  "a method that is not known": /^the gateway does not know the method/,
} as const;
export type Stricter = keyof typeof stricter;

export type GatewaySays =
  | { readonly kind: "allows" }
  | { readonly kind: "refuses"; readonly why: Stricter; readonly message: string }
  /** No call at all, as HTTP/2 has it: a path that is none. */
  | { readonly kind: "breaks" }
  /** What it let pass, its own token did not open. */
  | { readonly kind: "weak token" }
  /** It refuses for a reason that is on no list. */
  | { readonly kind: "fault"; readonly came: Came };

export type StockSays =
  | "admits"
  | "refuses"
  /** Before it looks at any right: gRPC cannot read it, or a name is too long to be one. */
  | "turns it away"
  | "has no such method"
  /** Until the call's time was over. */
  | "works on it"
  | "breaks";

const unauthorized = ({ code, message }: Came): boolean => code === 7 && message === "Request unauthorized.";

export function readGateway(came: Came): GatewaySays {
  const { code, message, byRemit } = came;
  if (code === undefined) return { kind: "breaks" };
  if (unauthorized(came)) return { kind: "weak token" };
  for (const [why, text] of Object.entries(stricter) as [Stricter, RegExp][])
    if (text.test(message)) return { kind: "refuses", why, message };
  return byRemit ? { kind: "fault", came } : { kind: "allows" };
}

export function readStock(came: Came): StockSays {
  if (unauthorized(came)) return "refuses";
  if (came.code === undefined) return came.reset === constants.NGHTTP2_CANCEL ? "works on it" : "breaks";
  if (/^grpc: |^EOF$|^Namespace length exceeds limit\.$/.test(came.message)) return "turns it away";
  return came.code === 12 && /^(unknown (service|method)|malformed method name)/.test(came.message)
    ? "has no such method"
    : "admits";
}

/** Of a call about the whole server, which the gateway makes in its own name and cuts down to the caller. */
export const isClusterRead = (path: string): boolean =>
  knownPaths.includes(path) && requireRoute(path).row.kind === "cluster-read";

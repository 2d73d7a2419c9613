// Two verdicts on one case: whether they fit, and in what the gateway is the stricter one.
import { requireRoute } from "../../../packages/server/src/gateway/route.ts";
import type { StockNamespace } from "../../harness/stock-plane.ts";
import type { Judged } from "./judges.ts";
import { isClusterRead } from "./verdicts.ts";

/** Temporal Cloud asks for Namespace Write for these, a stock server for read. */
const strictAsOnCloud = ["temporal.activity.getResult", "temporal.workflow.getUpdateResult"];

/** What fits; `wrong: …` is what must not be. @param own the Namespace in which callers hold something */
export function compare(judged: Judged, own: StockNamespace): string {
  const { one, gateway, stock } = judged;
  if (gateway.kind === "weak token") return "wrong: what the gateway let pass, its own token did not open";
  if (gateway.kind === "fault") return "wrong: the gateway refused for a reason that is on no list";
  if (gateway.kind === "allows") {
    if (isClusterRead(one.sent.path)) return "a cluster read, for everybody who is signed in";
    return stock === "admits" ? "both allow" : `wrong: the gateway allowed and the server ${stock}`;
  }
  if (gateway.kind === "breaks")
    return stock === "has no such method" ? "no call at all" : `wrong: the gateway broke and the server ${stock}`;
  if (stock === "refuses") return "both refuse";
  if (stock !== "admits") return `the gateway refuses what the server has no word on (${stock})`;
  if (gateway.why !== "finer roles") return `stricter: ${gateway.why}`;
  return explainFiner(judged, gateway.message, own);
}

/** A refusal for want of a right, where a stock server asks for none beyond the caller's. */
function explainFiner({ one }: Judged, message: string, own: StockNamespace): string {
  const [, operation = "", namespace = ""] =
    /^permission denied: (\S+) on namespace "(.*)" is needed/.exec(message) ?? [];
  const { row } = requireRoute(one.sent.path);
  if (namespace !== own.name && namespace !== own.id)
    return row.kind === "namespace" && operation !== row.operation
      ? "stricter: a command that acts in another Namespace"
      : "wrong: refused in a Namespace that the server took for another one";
  if (strictAsOnCloud.includes(operation)) return "stricter: as Temporal Cloud's levels";
  return one.caller.isFiner ? "stricter: finer roles" : "wrong: a predefined level lacks what the server gives it";
}

export const show = ({ one, gateway, stock }: Judged): string =>
  JSON.stringify({
    path: one.sent.path,
    trick: one.trick,
    caller: one.caller.name,
    gateway,
    stock,
    headers: one.sent.headers,
    body: one.sent.body.toString("hex"),
  });

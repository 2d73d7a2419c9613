import { toJson } from "@bufbuild/protobuf";
import { ExplainResponseSchema } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { parsePrincipal } from "../principal.ts";
import { parseTarget, type Target } from "../resource.ts";
import { type Run, toJsonText } from "./context.ts";

export interface CanArguments extends Target {
  readonly operation: string;
  readonly as: string | undefined;
}

/** Prints why, or why not and what would allow it. Exit code 0: allowed; 1: denied. */
export const can: Run<CanArguments> = async ({ clients, json, print }, { operation, as, ...target }) => {
  const answer = await clients.access.explain({
    operation,
    resource: parseTarget(operation, target),
    ...(as !== undefined && { principal: parsePrincipal(as) }),
  });
  print(json ? toJsonText(toJson(ExplainResponseSchema, answer, { alwaysEmitImplicit: true })) : answer.text);
  return answer.allowed ? 0 : 1;
};

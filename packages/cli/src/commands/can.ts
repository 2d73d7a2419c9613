import { toJson } from "@bufbuild/protobuf";
import { ExplainResponseSchema } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { parsePrincipal } from "../principal.ts";
import { parseResource } from "../resource.ts";
import { UsageError } from "../terminal.ts";
import { type Run, toJsonText } from "./context.ts";

export interface CanArguments {
  readonly operation: string;
  /** The word "on", or nothing. */
  readonly on: string | undefined;
  readonly type: string | undefined;
  readonly id: string | undefined;
  readonly as: string | undefined;
}

/** Prints why, or why not and what would allow it. Exit code 0: allowed; 1: denied. */
export const can: Run<CanArguments> = async ({ clients, json, print }, { operation, on, type, id, as }) => {
  if (on !== undefined && on !== "on") {
    throw new UsageError(`Expected \`on <type> <id>\` after the operation, not ${JSON.stringify(on)}.`);
  }
  if (on !== undefined && type === undefined)
    throw new UsageError("On what? Give a resource type and an id after `on`.");
  const answer = await clients.access.explain({
    operation,
    resource: parseResource(operation, type, id),
    ...(as !== undefined && { principal: parsePrincipal(as) }),
  });
  print(json ? toJsonText(toJson(ExplainResponseSchema, answer, { alwaysEmitImplicit: true })) : answer.text);
  return answer.allowed ? 0 : 1;
};

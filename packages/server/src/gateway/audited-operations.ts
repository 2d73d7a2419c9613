// Which operations of a call leave a record: the method's own, and what its request does besides. A start whose policy
// terminates the workflow before it would else be a way to terminate that nobody sees.
import type { Operation } from "@remit/policy";
import type { Route } from "./route.ts";
import type { Request } from "./scan.ts";

const none: readonly Operation[] = [];

/**
 * @param namespace of the call: what a workflow's code does in its own Namespace, a worker is trusted with
 * @param audited operations that leave a record
 */
export function findAudited(
  { row }: Route,
  { needs }: Pick<Request, "needs">,
  namespace: string,
  audited: ReadonlySet<string>,
): readonly Operation[] {
  if (audited.size === 0 || row.kind !== "namespace") return none;
  const besides = needs.flatMap((need) => (need.namespace === namespace ? [] : [need.operation]));
  return [...new Set([row.operation, ...besides])].filter((operation) => audited.has(operation));
}

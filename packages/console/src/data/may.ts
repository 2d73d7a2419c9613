// Where the person who is signed in may do something, as the server decides it. A page greys what surely is refused, and
// the server decides again when it is done.
import { useQuery } from "@connectrpc/connect-query";
import { AccessService } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import type { May } from "./access-questions.ts";

/** Ids of the resources on which it may be done, up to a thousand; undefined: not known yet. */
export function useAllowedIds(operation: string, resourceType: string): readonly string[] | undefined {
  const request = { operation, resourceType, pageSize: 1_000 };
  return useQuery(AccessService.method.listAllowed, request, { staleTime: 30_000 }).data?.resourceIds;
}

/** Something new in any project. */
export function useMayInSomeProject(operation: string): May {
  const ids = useAllowedIds(operation, "projects");
  const allowed = ids === undefined ? undefined : ids.length > 0;
  return { allowed, why: allowed === false ? `You may not in any project: ${operation} is needed.` : "" };
}

/** While one change of a resource is under way the server takes no other. */
export const onceSettled = (may: May, busy: boolean): May =>
  busy ? { allowed: false, why: "Wait until what is under way is done." } : may;

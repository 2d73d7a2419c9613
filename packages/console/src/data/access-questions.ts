// The questions of AccessService: the answers are the server's decisions, never worked out in the page.
import { useQuery } from "@connectrpc/connect-query";
import {
  AccessService,
  type ListAllowedResponse,
  type WhoCanResponse,
  type WhoCanResponse_Holder,
} from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { useMemo } from "react";
import { useWholeList, type WholeList } from "./all-pages.ts";

const { explain, whoCan, effectivePermissions, groupPermissions, listAllowed } = AccessService.method;

export interface AccessQuestion {
  readonly operation: string;
  readonly resourceType: string;
  /** Empty for the account. */
  readonly resourceId: string;
}

/** A question is complete when it names an operation and, unless it is about the account, a resource. */
export const isComplete = ({ operation, resourceType, resourceId }: AccessQuestion): boolean =>
  operation !== "" && resourceType !== "" && (resourceType === "accounts" || resourceId !== "");

const toWire = ({ operation, resourceType, resourceId }: AccessQuestion) => ({
  operation,
  resource: { resourceType, resourceId },
});

const byId = (id: string) => ({ ref: { case: "id" as const, value: id } });

export const useExplain = (principalId: string, question: AccessQuestion) =>
  useQuery(explain, { principal: byId(principalId), ...toWire(question) }, { enabled: isComplete(question) });

/** Whose permissions are asked for: somebody's, or what a member of a group holds through it alone. */
export interface Holding {
  readonly kind: "principal" | "group";
  readonly id: string;
}

export function useHeldPermissions({ kind, id }: Holding) {
  const ofPrincipal = useQuery(effectivePermissions, { principal: byId(id) }, { enabled: kind === "principal" });
  const ofGroup = useQuery(groupPermissions, { groupId: id }, { enabled: kind === "group" });
  return kind === "group" ? ofGroup : ofPrincipal;
}

/** The operations that the caller holds anywhere; undefined until the server has said. Nobody can give another. */
export function useOwnOperations(): ReadonlySet<string> | undefined {
  const { data } = useQuery(effectivePermissions, {}, { staleTime: 30_000 });
  return useMemo(() => data && new Set(data.entries.map(({ operation }) => operation)), [data]);
}

/** The resources of one type on which the caller may do an operation; undefined until the server has said. */
export function useAllowedResources(operation: string, resourceType: string): ReadonlySet<string> | undefined {
  const { items, complete } = useWholeList(listAllowed, { operation, resourceType }, pickIds);
  return useMemo(() => (complete ? new Set(items) : undefined), [items, complete]);
}

const pickIds = ({ resourceIds }: ListAllowedResponse): readonly string[] => resourceIds;

const pick = ({ holders }: WhoCanResponse): readonly WhoCanResponse_Holder[] => holders;

export const useWhoCan = (question: AccessQuestion): WholeList<WhoCanResponse_Holder> =>
  useWholeList(whoCan, toWire(question), pick, { enabled: isComplete(question) });

export interface May {
  /** Undefined until the server has said. */
  readonly allowed: boolean | undefined;
  /** Why not, for people; empty when allowed. */
  readonly why: string;
}

/** For an entry that is grey when it would be refused. */
export const refusalOf = ({ allowed, why }: May): string | null => (allowed === false ? why : null);

/** Whether who is signed in may do an operation, on the account or on one resource. A button asks before it is pressed; the server decides. */
export function useMay(operation: string, resourceType = "accounts", resourceId = ""): May {
  const { data } = useQuery(explain, { operation, resource: { resourceType, resourceId } }, { staleTime: 30_000 });
  if (data === undefined) return { allowed: undefined, why: "" };
  if (data.allowed) return { allowed: true, why: "" };
  const roles = (data.remedy?.predefinedRoles ?? []).filter((role) => role.startsWith("account:"));
  const names = roles.map((role) => role.slice("account:".length));
  const by = names.length === 0 ? "" : ` It comes with the account role ${names.join(" or ")}.`;
  return { allowed: false, why: `You may not: ${operation} is needed.${by}` };
}

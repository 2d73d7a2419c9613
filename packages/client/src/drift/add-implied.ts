// What no access of the Cloud Ops API shows, put into facts that were gathered through it: access for a time from the
// requests that it came of, and what creators hold from the findings that Remit's own server made of it.
import type { Access, ImpliedGrant, NamespacePermission } from "@remit/policy";
import { namespacePermissionsWeakestFirst } from "@remit/policy";
import type * as wire from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import type { Facts } from "@remit/responsibility";
import type { GrantedRequest } from "./granted-requests.ts";

type Finding = Pick<wire.Finding, "subject" | "reasons">;

export function addImplied(facts: Facts, granted: readonly GrantedRequest[], served: readonly Finding[]): Facts {
  const temporary = granted.map(({ holderId, grant }) => ({ holderId, grant }));
  const byHolder = Map.groupBy([...served.flatMap(toCreatorGrants), ...temporary], ({ holderId }) => holderId);
  if (byHolder.size === 0) return facts;
  const withGrants = (access: Access, id: string): Access => {
    const grants = byHolder.get(id)?.map(({ grant }) => grant) ?? [];
    const all = new Map([...access.implied, ...grants].map((grant) => [JSON.stringify(grant), grant]));
    return { ...access, implied: [...all.values()] };
  };
  const principals = facts.policy.principals.map((one) => ({ ...one, access: withGrants(one.access, one.id) }));
  return { ...facts, policy: { ...facts.policy, principals } };
}

function toCreatorGrants({ subject, reasons }: Finding): { readonly holderId: string; readonly grant: ImpliedGrant }[] {
  if (subject === undefined) return [];
  return reasons.flatMap(({ kind, role, scope }) => {
    const permission = toPermission(role);
    if (kind !== "creator" || scope?.resourceType !== "namespaces" || permission === undefined) return [];
    const gives = { kind: "namespace-access", namespace: scope.resourceId, permission } as const;
    return [{ holderId: subject.id, grant: { kind: "creator", gives, expiresAt: null } }];
  });
}

const toPermission = (role: string): NamespacePermission | undefined =>
  namespacePermissionsWeakestFirst.find((name) => name === role);

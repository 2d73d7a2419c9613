// What the signed-in person may do, in a few words; the whole of it stands on their own page.
import { useQuery } from "@connectrpc/connect-query";
import { AccessService, type EffectivePermissionsResponse } from "@remit/protocol/gen/remit/v1/access_pb.ts";

export interface OwnAccess {
  /** The distinct grants that give anything, as the server words them. */
  readonly ways: readonly string[];
  readonly operations: number;
}

/** What everybody has for being there says nothing about anybody. */
const unsaid = new Set(["self-service"]);

function summarise({ entries }: EffectivePermissionsResponse): OwnAccess {
  const reasons = entries.flatMap((entry) => entry.reasons).filter(({ kind }) => !unsaid.has(kind));
  return {
    ways: [...new Set(reasons.map(({ text }) => text))],
    operations: new Set(entries.map(({ operation }) => operation)).size,
  };
}

export const useOwnAccess = () => useQuery(AccessService.method.effectivePermissions, {}, { select: summarise });

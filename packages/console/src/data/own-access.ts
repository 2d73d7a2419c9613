// What the signed-in person may do, in a few words; the whole of it stands on their own page.
import { useQuery } from "@connectrpc/connect-query";
import {
  AccessService,
  type EffectivePermissionsResponse,
  type Reason,
} from "@remit/protocol/gen/remit/v1/access_pb.ts";

/** What everybody has for being there says nothing about anybody. */
const unsaid = new Set(["self-service"]);

/** The distinct ways by which anything is held. An account role reaches everything, so where it reaches is not said. */
const listWays = ({ entries }: EffectivePermissionsResponse): readonly string[] => {
  const reasons = entries.flatMap((entry) => entry.reasons).filter(({ kind }) => !unsaid.has(kind));
  return [...new Set(reasons.map(describeWay))];
};

function describeWay({ kind, role, groupName, text }: Reason): string {
  if (kind !== "account-role") return text;
  return `account role ${role}${groupName === "" ? "" : `, through group ${groupName}`}`;
}

export const useOwnAccess = () => useQuery(AccessService.method.effectivePermissions, {}, { select: listWays });

// Access for a time that lasts, as the requests tell that it came of.
import { timestampMs } from "@bufbuild/protobuf/wkt";
import {
  type ImpliedAccess,
  type ImpliedGrant,
  namespacePermissionsWeakestFirst,
  projectRolesWeakestFirst,
} from "@remit/policy";
import type { Request, WantedAccess } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import type { Clients } from "../clients.ts";
import { readAllPages } from "../pages.ts";
import { ifServed } from "../served.ts";

export interface GrantedRequest {
  readonly requestId: string;
  readonly holderId: string;
  readonly grant: ImpliedGrant;
}

/** Those that the caller may see. Null: the server is not Remit's own. */
export async function readGrantedRequests({
  requests,
}: Pick<Clients, "requests">): Promise<readonly GrantedRequest[] | null> {
  const approved = await ifServed(
    readAllPages(async (pageToken) => {
      const answer = await requests.getRequests({ state: "approved", pageToken });
      return { items: answer.requests, nextPageToken: answer.nextPageToken };
    }),
  );
  return approved?.flatMap(toGranted) ?? null;
}

function toGranted({ id, requesterId, what, accessEndsTime }: Request): GrantedRequest[] {
  const gives = what.case === "access" ? toGiven(what.value) : null;
  if (gives === null || accessEndsTime === undefined) return [];
  const expiresAt = timestampMs(accessEndsTime);
  return [{ requestId: id, holderId: requesterId, grant: { kind: "temporary", gives, expiresAt } }];
}

/** A Namespace's uid is its id on the wire, as in all facts that are gathered here. */
function toGiven({ wanted }: WantedAccess): ImpliedAccess | null {
  switch (wanted.case) {
    case "namespaceAccess": {
      const permission = namespacePermissionsWeakestFirst.find((name) => name === wanted.value.permission);
      return permission === undefined
        ? null
        : { kind: "namespace-access", namespace: wanted.value.namespace, permission };
    }
    case "projectAccess": {
      const role = projectRolesWeakestFirst.find((name) => name === wanted.value.role);
      return role === undefined ? null : { kind: "project-access", project: wanted.value.projectId, role };
    }
    case "customRoleId":
      return { kind: "custom-role", customRole: wanted.value };
    case undefined:
      return null;
  }
}

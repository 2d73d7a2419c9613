// Requests for tests: a platform team that decides them, and the clock that they end by.
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { Request, WantedAccessSchema } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Caller, TestPlane } from "./control-plane.ts";
import { makeUser, type TestPrincipal } from "./principals.ts";
import { makeTeam, platformTeam } from "./teams.ts";

const hourMs = 3_600_000;

/** A clock that a test moves forward. */
export function makeClock() {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    passHours: (hours: number) => {
      ahead += hours * hourMs;
    },
  };
}

export interface Deciders {
  readonly teamId: string;
  readonly groupId: string;
  readonly members: readonly [TestPrincipal, TestPrincipal];
}

/** The team that the template has decide: two Global Admins, in a group of their own. */
export async function makeDeciders(plane: TestPlane, escalation: string[] = []): Promise<Deciders> {
  const { cloud } = plane.owner;
  const teamId = "deciders";
  const { groupId } = await cloud.createUserGroup({
    spec: { displayName: teamId, groupType: { case: "cloudGroup", value: {} } },
  });
  const access = { accountAccess: { role: Role.ADMIN } };
  const members = [await makeUser(plane, access), await makeUser(plane, access)] as const;
  for (const { id } of members) await joinGroup(plane, groupId, id);
  await makeTeam(plane.owner, teamId, { ...platformTeam, escalation, groups: [groupId] });
  return { teamId, groupId, members };
}

export async function joinGroup({ owner }: TestPlane, groupId: string, userId: string): Promise<void> {
  await owner.cloud.addUserGroupMember({ groupId, memberId: { memberType: { case: "userId", value: userId } } });
}

export async function leaveGroup({ owner }: TestPlane, groupId: string, userId: string): Promise<void> {
  await owner.cloud.removeUserGroupMember({ groupId, memberId: { memberType: { case: "userId", value: userId } } });
}

/** Somebody with the least role that there is: it sees no Namespace. */
export const makeDeveloper = (plane: TestPlane): Promise<TestPrincipal> =>
  makeUser(plane, { accountAccess: { role: Role.METRICS_READ } });

export const onNamespace = (namespace: string, permission = "read"): MessageInitShape<typeof WantedAccessSchema> => ({
  wanted: { case: "namespaceAccess", value: { namespace, permission } },
});

/** Asks, and gives the request's id. */
export async function ask(
  caller: Caller,
  access: MessageInitShape<typeof WantedAccessSchema>,
  hours = 8,
  more: { readonly renewsRequestId?: string } = {},
): Promise<string> {
  const { requestId } = await caller.requests.requestAccess({ access, hours, reason: "an incident", ...more });
  return requestId;
}

export async function readRequest({ requests }: Caller, requestId: string): Promise<Request> {
  const { request } = await requests.getRequest({ requestId });
  if (request === undefined) throw new Error("GetRequest answered without a request");
  return request;
}

// A user group for each team, and people in them, each with a key of their own.
import proto from "@temporalio/proto";
import { acceptInvitation } from "../first-custom-role/accept-invitation.ts";
import type { CloudCaller } from "../first-custom-role/cloud.ts";
import { removeGroup, removeUser } from "../first-custom-role/remove.ts";
import { emailOf, groupOf, type PersonName, people, type TeamId } from "./company.ts";
import { expect, type Stage } from "./stage.ts";

const { Role } = proto.temporal.api.cloud.identity.v1.AccountAccess;

export interface Person {
  readonly id: string;
  readonly team: TeamId;
  readonly caller: CloudCaller;
}

export interface Staff {
  /** Team → id of its group. */
  readonly groups: ReadonlyMap<TeamId, string>;
  readonly people: ReadonlyMap<PersonName, Person>;
}

export async function hireStaff(stage: Stage): Promise<Staff> {
  const groups = new Map<TeamId, string>();
  for (const team of Object.keys(groupOf) as TeamId[]) groups.set(team, await createGroup(stage, team));
  const staff = new Map<PersonName, Person>();
  for (const { name, team } of people) staff.set(name, await hire(stage, name, team, groups.get(team) ?? ""));
  await addOwner(stage, groups.get("platform") ?? "");
  return { groups, people: staff };
}

/** No access but for the platform team, whose rows need what only a Global Admin can do. */
async function createGroup({ owner, say, leftovers }: Stage, team: TeamId): Promise<string> {
  const access = team === "platform" ? { accountAccess: { role: Role.ROLE_ADMIN } } : {};
  const spec = { displayName: groupOf[team], access, cloudGroup: {} };
  const { groupId } = await owner.settle(owner.cloud.createUserGroup({ spec }));
  leftovers.defer(() => removeGroup(owner, groupId));
  say(`   Created the group ${spec.displayName}${team === "platform" ? ", of Global Admins" : ""}.`);
  return groupId;
}

async function hire(stage: Stage, name: PersonName, team: TeamId, groupId: string): Promise<Person> {
  const { owner, say, leftovers, connection } = stage;
  const id = await invite(stage, name);
  await owner.settle(owner.cloud.addUserGroupMember({ groupId, memberId: { userId: id } }));
  const caller = leftovers.adopt(await acceptInvitation(connection, id), (opened) => opened.close());
  const { user } = await caller.cloud.getCurrentIdentity({});
  expect(user?.id === id, `the key of ${name} is somebody else's`);
  say(`   ${emailOf(name)} accepted an invitation, holds a key, and is in ${groupOf[team]}.`);
  return { id, team, caller };
}

/** With the Read role, which everybody at ABC Financial has. */
async function invite({ owner, leftovers }: Stage, name: PersonName): Promise<string> {
  const spec = { email: emailOf(name), access: { accountAccess: { role: Role.ROLE_READ } } };
  const { userId } = await owner.settle(owner.cloud.createUser({ spec }));
  leftovers.defer(() => removeUser(owner, userId));
  return userId;
}

async function addOwner({ owner, say }: Stage, groupId: string): Promise<void> {
  const { user } = await owner.cloud.getCurrentIdentity({});
  await owner.settle(owner.cloud.addUserGroupMember({ groupId, memberId: { userId: user?.id ?? "" } }));
  say(`   The Account Owner is in ${groupOf.platform}.`);
}

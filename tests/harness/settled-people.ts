// People in teams whose access can be brought to what the matrix says, so that a test's own drift is all that there is.
import {
  OwnerType,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { TestPlane } from "./control-plane.ts";
import { makeUser, type TestPrincipal, withKey } from "./principals.ts";
import { joinGroup } from "./requests.ts";
import { makeFile, remitAs } from "./run-remit.ts";

const teamsFor = (name: string): string => `teams:
  platform:
    name: Temporal Platform Team
    kind: platform
    groups: [platform]
    contacts: { chat: "#temporal-platform" }
  orders:
    name: Orders
    kind: application
    groups: [orders]
    serviceAccounts: [orders-ci]
    owns: { namespaces: [${name}] }
    contacts: { chat: "#orders" }
  shop:
    name: Shop
    kind: application
    groups: [shop]
    owns: { tags: [{ key: team, value: shop }] }
    contacts: { chat: "#shop" }
`;

export interface People {
  /** Global Admin, of the platform team. */
  readonly decider: TestPrincipal;
  /** Of the team Shop, who answers for nothing there. */
  readonly dev: TestPrincipal;
  /** Acts for the team Orders. */
  readonly bot: TestPrincipal;
}

/**
 * A platform team with the owner in it, an application team for the Namespace of this name, and one for somebody to be in.
 * Once there is such a Namespace and `remit access apply` was run, there is no drift.
 */
export async function makePeople(plane: TestPlane, name: string): Promise<People> {
  const { cloud } = plane.owner;
  const makeGroup = async (displayName: string): Promise<string> => {
    const groupType = { case: "cloudGroup" as const, value: {} };
    return (await cloud.createUserGroup({ spec: { displayName, groupType, access: {} } })).groupId;
  };
  const [platform, orders, shop] = [await makeGroup("platform"), await makeGroup("orders"), await makeGroup("shop")];
  const reader = { accountAccess: { role: Role.READ } };
  const decider = await makeUser(plane, { accountAccess: { role: Role.ADMIN } }, "decider@example.com");
  const member = await makeUser(plane, reader, "orders@example.com");
  const dev = await makeUser(plane, reader, "dev@example.com");
  const { users } = await cloud.getUsers({ email: "owner@example.com" });
  await joinGroup(plane, platform, users[0]?.id ?? "");
  await joinGroup(plane, platform, decider.id);
  await joinGroup(plane, orders, member.id);
  await joinGroup(plane, shop, dev.id);
  for (const used of [decider, member, dev]) await used.cloud.getCurrentIdentity({});
  const remit = remitAs(plane, plane.ownerKey);
  const { serviceAccountId } = await cloud.createServiceAccount({ spec: { name: "orders-ci", access: reader } });
  const bot = await withKey(plane, serviceAccountId, OwnerType.SERVICE_ACCOUNT);
  await bot.cloud.getCurrentIdentity({});
  await remit(["responsibilities", "apply", makeFile("responsibilities.yaml", teamsFor(name))]);
  return { decider, dev, bot };
}

/** Sets the account role, and takes everything else. */
export async function setRole({ owner: { cloud } }: TestPlane, { id }: TestPrincipal, role: Role): Promise<void> {
  const { user } = await cloud.getUser({ userId: id });
  const spec = { email: user?.spec?.email ?? "", access: { accountAccess: { role } } };
  await cloud.updateUser({ userId: id, spec, resourceVersion: user?.resourceVersion ?? "" });
}

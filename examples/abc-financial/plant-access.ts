// Access, keys and Namespaces that go their own way, each by a call that the API allows.
import { setTimeout as wait } from "node:timers/promises";
import proto from "@temporalio/proto";
import { removeServiceAccount } from "../first-custom-role/remove.ts";
import { emailOf, type PersonName } from "./company.ts";
import { create, type NamespaceIds } from "./namespaces.ts";
import type { Staff } from "./people.ts";
import type { Stage } from "./stage.ts";

const { OwnerType, AccountAccess, NamespaceAccess } = proto.temporal.api.cloud.identity.v1;
const { Timestamp } = proto.google.protobuf;
const { Role } = AccountAccess;
const { Permission } = NamespaceAccess;
type Access = proto.temporal.api.cloud.identity.v1.IAccess;

export interface Planted {
  /** The Namespace of no team. */
  readonly orphan: string;
  /** The service account of no team, until it is removed. */
  readonly robot: string;
}

export async function plantAccess(stage: Stage, staff: Staff, ids: NamespaceIds): Promise<Planted> {
  const { owner } = stage;
  const key = (name: PersonName, displayName: string, expiry: Date) => makeKey(stage, staff, name, displayName, expiry);
  await takeFromGroup(stage, staff.groups.get("reporting") ?? "", ids.get("reporting-live") ?? "");
  const reader = { accountAccess: { role: Role.ROLE_READ } };
  const look = { [ids.get("trading-live") ?? ""]: { permission: Permission.PERMISSION_READ } };
  await setAccess(stage, staff, "pia", { ...reader, namespaceAccesses: look });
  await setAccess(stage, staff, "paul", { accountAccess: { role: Role.ROLE_ADMIN } });
  const robot = { name: "nightly-export", access: reader };
  const { serviceAccountId } = await owner.settle(owner.cloud.createServiceAccount({ spec: robot }));
  stage.leftovers.defer(() => removeIfThere(stage, serviceAccountId));
  const orphan = await create(stage, "fraud-lab");
  const end = new Date(Date.now() + 3_000);
  await key("paul", "old laptop", end);
  await key("tara", "spare", new Date(Date.now() + 86_400_000));
  await wait(Math.max(0, end.getTime() - Date.now() + 1_000));
  return { orphan, robot: serviceAccountId };
}

async function takeFromGroup({ owner }: Stage, groupId: string, namespace: string): Promise<void> {
  const { group } = await owner.cloud.getUserGroup({ groupId });
  const { [namespace]: _, ...namespaceAccesses } = group?.spec?.access?.namespaceAccesses ?? {};
  const spec = { ...group?.spec, access: { ...group?.spec?.access, namespaceAccesses } };
  await owner.settle(owner.cloud.updateUserGroup({ groupId, spec, resourceVersion: group?.resourceVersion ?? "" }));
}

async function setAccess({ owner }: Stage, { people }: Staff, name: PersonName, access: Access): Promise<void> {
  const userId = people.get(name)?.id ?? "";
  const { user } = await owner.cloud.getUser({ userId });
  const spec = { email: emailOf(name), access };
  await owner.settle(owner.cloud.updateUser({ userId, spec, resourceVersion: user?.resourceVersion ?? "" }));
}

async function makeKey({ owner }: Stage, { people }: Staff, name: PersonName, displayName: string, expiry: Date) {
  const spec = {
    ownerId: people.get(name)?.id ?? "",
    ownerType: OwnerType.OWNER_TYPE_USER,
    displayName,
    expiryTime: Timestamp.fromObject({ seconds: Math.floor(expiry.getTime() / 1000) }),
  };
  await owner.settle(owner.cloud.createApiKey({ spec }));
}

async function removeIfThere({ owner }: Stage, serviceAccountId: string): Promise<void> {
  const { serviceAccount } = await owner.cloud.getServiceAccounts({ pageSize: 1000 });
  if (serviceAccount?.some(({ id }) => id === serviceAccountId)) await removeServiceAccount(owner, serviceAccountId);
}

// Makes people and service accounts for a test, each with a key.

import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { Access, AccessSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { OwnerType } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Caller, TestPlane } from "./control-plane.ts";

type AccessInit = MessageInitShape<typeof AccessSchema>;

export interface TestPrincipal extends Caller {
  readonly id: string;
  readonly key: string;
  readonly keyId: string;
}

let count = 0;

/** A service account of account scope with this access, and a key that lives an hour. */
export async function makeServiceAccount(plane: TestPlane, access: AccessInit | Access): Promise<TestPrincipal> {
  count += 1;
  const { serviceAccountId } = await plane.owner.cloud.createServiceAccount({
    spec: { name: `sa-${count}-${Date.now()}`, access },
  });
  return withKey(plane, serviceAccountId, OwnerType.SERVICE_ACCOUNT);
}

/** A user who accepted an invitation: the key is the one that accepting gave. */
export async function makeUser(plane: TestPlane, access: AccessInit | Access, email?: string): Promise<TestPrincipal> {
  count += 1;
  const spec = { email: email ?? `user-${count}-${Date.now()}@example.com`, access };
  const { userId } = await plane.owner.cloud.createUser({ spec });
  const { token } = await plane.owner.identity.createInvitationLink({ userId });
  const accepted = await plane.as(null).identity.acceptInvitation({ token });
  return { id: userId, key: accepted.apiKey, keyId: accepted.keyId, ...plane.as(accepted.apiKey) };
}

/** A further key for a principal, made by the owner. */
export async function withKey(plane: TestPlane, ownerId: string, ownerType: OwnerType): Promise<TestPrincipal> {
  const expiryTime = timestampFromMs(Math.floor(Date.now() / 1000) * 1000 + 3_600_000);
  const { token, keyId } = await plane.owner.cloud.createApiKey({
    spec: { ownerId, ownerType, displayName: "test", expiryTime },
  });
  return { id: ownerId, key: token, keyId, ...plane.as(token) };
}

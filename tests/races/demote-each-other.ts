// Two owners who demote each other at the same moment, again and again: whatever comes of it, one has to be left.
import {
  type Access,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Caller } from "../harness/control-plane.ts";

export type AccessInit = { accountAccess: { role: Role } } | Access;

export const ownerAccess = { accountAccess: { role: Role.OWNER } };
export const adminAccess = { accountAccess: { role: Role.ADMIN } };

export interface Racer extends Pick<Caller, "cloud"> {
  readonly id: string;
}

/** How many rounds ended with so many owners. */
export interface Left {
  none: number;
  one: number;
  both: number;
}

/** Reads, changes and writes back, as every official client does. */
export async function setAccess(by: Pick<Caller, "cloud">, userId: string, access: AccessInit): Promise<void> {
  const { user } = await by.cloud.getUser({ userId });
  await by.cloud.updateUser({
    userId,
    spec: { email: user?.spec?.email ?? "", access },
    resourceVersion: user?.resourceVersion ?? "",
  });
}

/**
 * The two are the only owners. Ends with the first round that leaves none: then nobody can make one.
 * @param witness sees everybody's access, and is no owner
 */
export async function demoteEachOther(
  witness: Pick<Caller, "cloud">,
  [a, b]: readonly [Racer, Racer],
  rounds: number,
): Promise<Left> {
  const left: Left = { none: 0, one: 0, both: 0 };
  const isOwner = async ({ id }: Racer): Promise<boolean> =>
    (await witness.cloud.getUser({ userId: id })).user?.spec?.access?.accountAccess?.role === Role.OWNER;
  for (let round = 0; round < rounds; round++) {
    await Promise.allSettled([setAccess(a, b.id, adminAccess), setAccess(b, a.id, adminAccess)]);
    const owners = [await isOwner(a), await isOwner(b)];
    const count = owners.filter(Boolean).length;
    left[count === 0 ? "none" : count === 1 ? "one" : "both"] += 1;
    if (count === 0) break;
    const [survivor, other] = owners[0] ? [a, b] : [b, a];
    if (count === 1) await restore(survivor, other);
  }
  return left;
}

/** In its own process the survivor may not be known yet to have survived. */
async function restore(survivor: Racer, other: Racer): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await setAccess(survivor, other.id, ownerAccess);
      return;
    } catch (error) {
      if (attempt === 50) throw error;
    }
  }
}

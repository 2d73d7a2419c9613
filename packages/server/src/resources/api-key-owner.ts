// Whose key: the owner's type in its two spellings. The owner never changes.
import { type ApiKeySpec, OwnerType } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { invalidField } from "../errors.ts";
import type { OwnerKind } from "../store/api-keys.ts";
import { requireEnum } from "./checks.ts";

const types: Readonly<Record<OwnerKind, { type: OwnerType; text: string }>> = {
  user: { type: OwnerType.USER, text: "user" },
  serviceaccount: { type: OwnerType.SERVICE_ACCOUNT, text: "service-account" },
};

export const toOwnerType = (kind: OwnerKind): OwnerType => types[kind].type;
export const toOwnerText = (kind: OwnerKind): string => types[kind].text;

interface OwnerTypes {
  readonly ownerType: OwnerType;
  readonly ownerTypeDeprecated: string;
}

/** Either member; null when both are unset. @throws RemitError INVALID_FIELD */
export function parseOwnerType({ ownerType, ownerTypeDeprecated }: OwnerTypes, field: string): OwnerKind | null {
  if (ownerType !== OwnerType.UNSPECIFIED) {
    requireEnum(OwnerType, ownerType, field);
    return ownerType === OwnerType.USER ? "user" : "serviceaccount";
  }
  if (ownerTypeDeprecated === "") return null;
  if (ownerTypeDeprecated === types.user.text) return "user";
  if (ownerTypeDeprecated === types.serviceaccount.text) return "serviceaccount";
  throw invalidField(`${field}_deprecated`, "must be user or service-account");
}

/** Makes the pair canonical in place and tells what it said. @throws RemitError INVALID_FIELD */
export function normaliseOwner(spec: ApiKeySpec): OwnerKind | null {
  const kind = parseOwnerType(spec, "spec.owner_type");
  spec.ownerTypeDeprecated = "";
  if (kind !== null) spec.ownerType = toOwnerType(kind);
  return kind;
}

/** Left out in an update, the owner stays. @throws RemitError INVALID_FIELD for another one */
export function keepOwner(spec: ApiKeySpec, stored: ApiKeySpec): void {
  if (spec.ownerId !== "" && spec.ownerId !== stored.ownerId) throw invalidField("spec.owner_id", "cannot be changed");
  if (spec.ownerType !== OwnerType.UNSPECIFIED && spec.ownerType !== stored.ownerType) {
    throw invalidField("spec.owner_type", "cannot be changed");
  }
  spec.ownerId = stored.ownerId;
  spec.ownerType = stored.ownerType;
}

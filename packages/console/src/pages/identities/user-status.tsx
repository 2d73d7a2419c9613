import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Badge } from "@mantine/core";
import type { User } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { useSeesAccess } from "./use-sees-access.ts";

/** A user is active at once on the wire; an invitation that is still open says that the person has not come in yet. */
export function describeStatus({ invitation }: User): "Invited" | "Invitation expired" | "Active" {
  if (invitation === undefined) return "Active";
  const end = invitation.expiredTime;
  return end !== undefined && timestampDate(end) < new Date() ? "Invitation expired" : "Invited";
}

const colours = { Active: "green", Invited: "blue", "Invitation expired": "red" } as const;

export function UserStatus({ user }: { readonly user: User }) {
  const sees = useSeesAccess();
  if (!sees(user.id)) return null;
  const status = describeStatus(user);
  return (
    <Badge variant="light" color={colours[status]} tt="none">
      {status}
    </Badge>
  );
}

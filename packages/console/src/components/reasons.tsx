// The paths by which somebody holds a permission, in the server's words; a group on its way to its page.

import { List, Text } from "@mantine/core";
import type { Reason } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { RelativeTime } from "./relative-time.tsx";
import { TextLink } from "./text-link.tsx";

export function Reasons({ reasons }: { readonly reasons: readonly Reason[] }) {
  return (
    <List size="sm" spacing={2} listStyleType={reasons.length === 1 ? "none" : "disc"}>
      {reasons.map((reason) => (
        <List.Item key={`${reason.text} ${reason.groupId}`}>
          <OneReason reason={reason} />
        </List.Item>
      ))}
    </List>
  );
}

function OneReason({ reason: { text, groupId, groupName, expiresAt } }: { readonly reason: Reason }) {
  const [before = "", after] = groupId === "" ? [text] : text.split(`, through group ${groupName}`);
  return (
    <Text span size="sm" style={{ overflowWrap: "anywhere" }}>
      {expiresAt === undefined ? before : before.replace(/, until \S+$/, "")}
      {after !== undefined && (
        <>
          {", through group "}
          <TextLink to="/identities/groups/$groupId" params={{ groupId }} size="sm" underline="always">
            {groupName}
          </TextLink>
        </>
      )}
      {expiresAt !== undefined && (
        <>
          {", ends "}
          <RelativeTime at={expiresAt} />
        </>
      )}
    </Text>
  );
}

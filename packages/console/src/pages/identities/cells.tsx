// What a row of identities shows of what it holds.
import { Badge, Group, Text, Tooltip } from "@mantine/core";
import type { Access } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { customRolesOf } from "../../data/identities.ts";

const most = 2;

/** The first names, and how many more there are. */
export function RoleBadges({
  access,
  nameOf,
}: {
  readonly access: Access | undefined;
  readonly nameOf: (id: string) => string;
}) {
  const names = customRolesOf({ access })
    .map(nameOf)
    .toSorted((a, b) => a.localeCompare(b, "en"));
  if (names.length === 0)
    return (
      <Text span c="dimmed">
        –
      </Text>
    );
  const more = names.slice(most);
  return (
    <Group gap={4}>
      {names.slice(0, most).map((name) => (
        <Badge key={name} variant="light" tt="none" maw={180}>
          {name}
        </Badge>
      ))}
      {more.length > 0 && (
        <Tooltip label={more.join(", ")} multiline maw={320} withArrow>
          <Badge variant="default" tt="none">
            +{more.length}
          </Badge>
        </Tooltip>
      )}
    </Group>
  );
}

export const countNamespaces = (access: Access | undefined): number =>
  Object.keys(access?.namespaceAccesses ?? {}).length;

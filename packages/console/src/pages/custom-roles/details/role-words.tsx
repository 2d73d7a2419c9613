// What a role gives, in words: for each scope its operations with what they let one do.
import { Badge, Code, Group, List, Paper, Stack, Text, Title } from "@mantine/core";
import { findPermission, isResourceType } from "@remit/policy";
import type { CustomRole } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { nouns } from "../draft/offer.ts";
import { fromSpec } from "../draft/role-draft.ts";
import { type Names, useNames } from "../editor/scope-words.ts";

export function RoleWords({ role }: { readonly role: CustomRole }) {
  const names = useNames();
  const { entries } = fromSpec(role.spec ?? { name: "", description: "", permissions: [] });
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        What it gives comes on top of the predefined role of whoever holds it; it takes nothing away.
      </Text>
      {entries.map(({ key, type, allowAll, ids, actions }) => (
        <Paper key={key} withBorder p="md">
          <Title order={2} size="h4" mb="xs" style={{ overflowWrap: "anywhere" }}>
            {describeEntry(type, allowAll, ids, names)}
          </Title>
          <List size="sm" spacing={6} listStyleType="none">
            {actions.map((action) => (
              <List.Item key={action}>
                <Operation name={action} />
              </List.Item>
            ))}
          </List>
        </Paper>
      ))}
    </Stack>
  );
}

function describeEntry(type: string, allowAll: boolean, ids: readonly string[], names: Names): string {
  if (!isResourceType(type)) return type;
  if (type === "accounts") return "On the account";
  const { one, many } = nouns[type];
  if (allowAll) return `On all ${many}, also those made later`;
  return `On the ${ids.length === 1 ? one : many} ${ids.map((id) => names(type, id)).join(", ")}`;
}

function Operation({ name }: { readonly name: string }) {
  const row = findPermission(name);
  return (
    <Group gap={8} align="baseline">
      <Text size="sm" style={{ flex: "1 1 18rem" }}>
        {row?.description ?? "Not known to this version of the console"}
        {row?.inert === true && " (no call asks for it)"}
      </Text>
      <Group gap={6}>
        {row !== undefined && row.kind !== "read" && (
          <Badge size="xs" variant="light" color={row.kind === "admin" ? "red" : "blue"} tt="none">
            {row.kind}
          </Badge>
        )}
        <Code style={{ overflowWrap: "anywhere" }}>{name}</Code>
      </Group>
    </Group>
  );
}

// Who holds a role: by assignment, and, through those, everybody whom its loss would concern.
import { Alert, List, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { CustomRole } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { IconUserOff } from "@tabler/icons-react";
import { DataTable } from "../../../components/data-table.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { ButtonLink } from "../../../components/links.tsx";
import { TextLink } from "../../../components/text-link.tsx";
import { useRoleDifference } from "../../../data/custom-roles.ts";
import { type Identity, nounOf } from "../../../data/identities.ts";
import { useRoleHolders } from "../../../data/role-holders.ts";

export function RoleHoldersList({ role }: { readonly role: CustomRole }) {
  const holders = useRoleHolders();
  if (holders.hidden !== null)
    return (
      <Alert color="blue" variant="light">
        {holders.hidden}
      </Alert>
    );
  if (holders.error !== null) return <ErrorState error={holders.error} />;
  const list = {
    items: holders.of(role.id),
    complete: holders.complete,
    loading: !holders.complete && holders.of(role.id).length === 0,
    error: null,
    retry: () => undefined,
  };
  return (
    <Stack gap="lg">
      <DataTable
        label="Holders"
        list={list}
        keyOf={keyOf}
        nameOf={nameOf}
        textOf={nameOf}
        columns={columns}
        empty={
          <EmptyState
            title="Nobody holds it"
            icon={<IconUserOff aria-hidden />}
            action={
              <ButtonLink variant="default" to="/identities/users">
                Go to Identities
              </ButtonLink>
            }
          >
            It can be assigned to users, groups and service accounts on the Identities pages.
          </EmptyState>
        }
      />
      <Concerned roleId={role.id} />
    </Stack>
  );
}

function HolderLink({ kind, id, name }: Identity) {
  const text = name || id;
  switch (kind) {
    case "user":
      return (
        <TextLink to="/identities/users/$userId" params={{ userId: id }}>
          {text}
        </TextLink>
      );
    case "user-group":
      return (
        <TextLink to="/identities/groups/$groupId" params={{ groupId: id }}>
          {text}
        </TextLink>
      );
    case "service-account":
      return (
        <TextLink to="/identities/service-accounts/$serviceAccountId" params={{ serviceAccountId: id }}>
          {text}
        </TextLink>
      );
  }
}

const keyOf = ({ id }: Identity): string => id;
const nameOf = ({ name, id }: Identity): string => name || id;
const columns = [
  { title: "Name", render: (identity: Identity) => <HolderLink {...identity} />, sortBy: nameOf },
  { title: "Kind", render: ({ kind }: Identity) => nounOf[kind], sortBy: ({ kind }: Identity) => kind },
];

/** Through groups and for a time, too: what only the server knows. */
function Concerned({ roleId }: { readonly roleId: string }) {
  const { data } = useRoleDifference(roleId, null);
  if (data === undefined) return <Skeleton height={40} />;
  if (data.changes.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        Who could do less without it
      </Title>
      <Text size="sm" c="dimmed">
        Themselves, through a group, or for a time.
      </Text>
      <List size="sm">
        {data.changes.map(({ principal, losses }) => (
          <List.Item key={principal?.id} style={{ overflowWrap: "anywhere" }}>
            {principal?.name}: {losses.length} {losses.length === 1 ? "permission" : "permissions"}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

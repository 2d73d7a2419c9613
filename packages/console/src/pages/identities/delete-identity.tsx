// Deleting a user, group or service account: what goes with it stands in the question.
import { List, Stack, Text } from "@mantine/core";
import { Confirm } from "../../components/confirm.tsx";
import { useApiKeys } from "../../data/api-keys.ts";
import { useChange } from "../../data/change.ts";
import { deleteIdentity, type Identity, type IdentityKind, nounOf } from "../../data/identities.ts";
import { useUserGroupMembers } from "../../data/user-groups.ts";

export interface DeleteIdentityProps {
  /** Null: nothing is asked. */
  readonly identity: Identity | null;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteIdentity({ identity, onClose, onDeleted }: DeleteIdentityProps) {
  const { run } = useChange(deleteIdentity, ({ kind, name }) => `The ${nounOf[kind]} ${name} has been deleted.`);
  if (identity === null) return null;
  const noun = nounOf[identity.kind];
  return (
    <Confirm
      title={`Delete ${noun}`}
      label={`Delete ${noun}`}
      opened
      onClose={onClose}
      onConfirm={async () => {
        await run(identity);
        onDeleted?.();
      }}
    >
      <Stack gap="xs">
        <Text style={{ overflowWrap: "anywhere" }}>
          <b>{identity.name}</b> will be deleted. This cannot be undone.
        </Text>
        {identity.kind === "user-group" ? <GroupLoses groupId={identity.id} /> : <OwnerLoses identity={identity} />}
      </Stack>
    </Confirm>
  );
}

function OwnerLoses({ identity: { id, kind } }: { readonly identity: Identity }) {
  const keys = useApiKeys(id);
  const count = keys.loading || keys.error !== null ? null : keys.items.length;
  return (
    <List size="sm">
      <List.Item>{describeKeys(count)}</List.Item>
      <List.Item>{consequences[kind]}</List.Item>
    </List>
  );
}

const consequences: Readonly<Record<IdentityKind, string>> = {
  user: "Sessions, the open invitation, memberships of groups and requests end.",
  "service-account": "Programs that sign in with it are refused from then on.",
  "user-group": "",
};

function describeKeys(count: number | null): string {
  if (count === null) return "The API keys stop working at once.";
  if (count === 0) return "There are no API keys to lose.";
  return count === 1 ? "The API key stops working at once." : `All ${count} API keys stop working at once.`;
}

function GroupLoses({ groupId }: { readonly groupId: string }) {
  const members = useUserGroupMembers(groupId);
  const count = members.items.length.toLocaleString("en");
  const who = members.loading || members.error !== null ? "Its members" : `Its ${count} members`;
  return (
    <List size="sm">
      <List.Item>{who} lose what they hold through it. They stay users.</List.Item>
    </List>
  );
}

// Deleting a role takes it from everybody who holds it: they are named before.
import { Code, ConnectError } from "@connectrpc/connect";
import { Alert, List, Stack, Text } from "@mantine/core";
import type { CustomRole } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { useState } from "react";
import { Confirm } from "../../components/confirm.tsx";
import { useCloud } from "../../data/change.ts";
import { roleName, useDeleteRole, useRoleDifference } from "../../data/custom-roles.ts";
import { describeError } from "../../data/describe-error.ts";
import { nounOf } from "../../data/identities.ts";
import { useRoleHolders } from "../../data/role-holders.ts";

interface DeleteRoleProps {
  /** Null: the question is not asked. */
  readonly role: CustomRole | null;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteRole({ role, onClose, onDeleted }: DeleteRoleProps) {
  const { run } = useDeleteRole();
  const cloud = useCloud();
  const [newer, setNewer] = useState<CustomRole | null>(null);
  const confirm = async () => {
    if (role === null) return;
    try {
      await run(newer?.id === role.id ? newer : role);
    } catch (error) {
      if (describeError(error).reason !== "VERSION_MISMATCH") throw error;
      setNewer((await cloud.getCustomRole({ roleId: role.id })).customRole ?? null);
      throw new ConnectError(changedMeanwhile, Code.Aborted);
    }
    onDeleted?.();
  };
  return (
    <Confirm
      opened={role !== null}
      onClose={onClose}
      title={
        <>
          Delete <bdi>{role === null ? "" : roleName(role)}</bdi>?
        </>
      }
      label="Delete Custom Role"
      onConfirm={confirm}
    >
      {role !== null && <WhoHolds role={role} />}
    </Confirm>
  );
}

const changedMeanwhile =
  "The role was changed since this page read it. Whoever confirms once more deletes it as it is now.";

/** More than these would make the question unreadable; how many more there are is told. */
const shown = 20;

function WhoHolds({ role }: { readonly role: CustomRole }) {
  const holders = useRoleHolders();
  const { data } = useRoleDifference(role.id, null);
  const assigned = holders.of(role.id);
  const losing = data?.changes ?? [];
  if (holders.hidden !== null) {
    return <Text>Everybody who holds it loses what it gives. {holders.hidden}</Text>;
  }
  if (!holders.complete && holders.error === null) return <Text c="dimmed">Looking for who holds it …</Text>;
  if (assigned.length === 0 && losing.length === 0) {
    return <Text>{holders.error === null ? "Nobody holds it." : "Who holds it cannot be told now."}</Text>;
  }
  return (
    <Stack gap="xs">
      <Text>It is taken from everybody who holds it:</Text>
      <List size="sm">
        {assigned.slice(0, shown).map(({ kind, id, name }) => (
          <List.Item key={id} style={{ overflowWrap: "anywhere" }}>
            <b>{name}</b> ({nounOf[kind]})
          </List.Item>
        ))}
        {assigned.length > shown && <List.Item>and {assigned.length - shown} more</List.Item>}
      </List>
      {losing.length > 0 && (
        <Alert color="yellow" variant="light" p="xs">
          {losing.length === 1 ? "1 person or service account" : `${losing.length} people and service accounts`} can do
          less afterwards.
        </Alert>
      )}
    </Stack>
  );
}

// Adding users to groups and taking them out, from either side, and what could not be done.
import { Alert, Button, Group, List, MultiSelect, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useCloud } from "../../../data/change.ts";
import { changeMembers, type Membership, type MembershipFailure } from "../../../data/change-members.ts";
import { describeError } from "../../../data/describe-error.ts";

export interface MembershipChanges {
  readonly busy: boolean;
  readonly failures: readonly MembershipFailure[];
  readonly run: (change: "add" | "remove", memberships: readonly Membership[]) => Promise<void>;
}

export function useMembershipChanges(): MembershipChanges {
  const cloud = useCloud();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failures, setFailures] = useState<readonly MembershipFailure[]>([]);
  return {
    busy,
    failures,
    run: async (change, memberships) => {
      setBusy(true);
      const failed = await changeMembers(cloud, change, memberships);
      setFailures(failed);
      setBusy(false);
      const done = memberships.length - failed.length;
      if (done > 0) {
        const what = done === 1 ? "membership" : "memberships";
        const message = `${done} ${what} ${change === "add" ? "added" : "removed"}.`;
        notifications.show({ message, color: "green" });
      }
      await client.invalidateQueries();
    },
  };
}

export interface MembershipFailuresProps {
  readonly failures: readonly MembershipFailure[];
  readonly nameOf: (membership: Membership) => string;
}

export function MembershipFailures({ failures, nameOf }: MembershipFailuresProps) {
  if (failures.length === 0) return null;
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={failures.length === 1 ? "One could not be changed" : `${failures.length} could not be changed`}
    >
      <List size="sm">
        {failures.map(({ membership, error }) => {
          const { message, contact } = describeError(error);
          return (
            <List.Item key={`${membership.groupId} ${membership.userId}`}>
              <b>{nameOf(membership)}</b>: {message}
              {contact !== null && ` Ask ${contact.team} (${contact.contact || contact.link}).`}
            </List.Item>
          );
        })}
      </List>
    </Alert>
  );
}

export interface AddFieldProps {
  /** "Add members". */
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly busy: boolean;
  readonly onAdd: (ids: readonly string[]) => Promise<void>;
}

export function AddField({ label, choices, busy, onAdd }: AddFieldProps) {
  const [ids, setIds] = useState<string[]>([]);
  const add = async () => {
    await onAdd(ids);
    setIds([]);
  };
  return (
    <Stack gap="xs">
      <Group align="end" gap="sm">
        <MultiSelect
          label={label}
          data={choices.map((choice) => ({ ...choice }))}
          value={ids}
          onChange={setIds}
          searchable
          hidePickedOptions
          limit={60}
          placeholder={ids.length === 0 ? "Type to find them" : ""}
          nothingFoundMessage="Nobody else of this name"
          style={{ flex: "1 1 16rem" }}
          maw={560}
        />
        <Button onClick={() => void add()} loading={busy} disabled={ids.length === 0}>
          Add
        </Button>
      </Group>
    </Stack>
  );
}

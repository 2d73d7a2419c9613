// Before saving: who gains and who loses what, as the server works it out.
import { Badge, Group, List, Skeleton, Stack, Text, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type {
  DiffRoleResponse_Change,
  DiffRoleResponse_PrincipalChange,
} from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { useMemo, useState } from "react";
import { ErrorState } from "../../../components/error-state.tsx";
import { useMay } from "../../../data/access-questions.ts";
import { useRoleDifference } from "../../../data/custom-roles.ts";
import { describeError } from "../../../data/describe-error.ts";
import { type RoleDraft, toSpec } from "../draft/role-draft.ts";
import { describeWireScope, useNames } from "./scope-words.ts";

interface RoleChangesProps {
  readonly roleId: string;
  readonly draft: RoleDraft;
  /** A draft that is no role yet is not asked about. */
  readonly valid: boolean;
}

/** Who types should not have each letter asked about. */
const pause = 400;

export function useDraftDifference({ roleId, draft, valid }: RoleChangesProps) {
  const spec = useMemo(() => toSpec(draft), [draft]);
  const [settled] = useDebouncedValue(spec, pause);
  return useRoleDifference(roleId, settled, valid);
}

export function RoleChanges(props: RoleChangesProps) {
  const { data, error, isPending, isPlaceholderData } = useDraftDifference(props);
  const seesHolders = useMay("cloud.user.update").allowed !== false;
  if (!props.valid)
    return (
      <Text c="dimmed" size="sm">
        As soon as the role is complete, this shows what it would change.
      </Text>
    );
  if (error !== null)
    return describeError(error).fields.size > 0 ? (
      <Text size="sm" c="var(--mantine-color-error)">
        {describeError(error).message}
      </Text>
    ) : (
      <ErrorState error={error} />
    );
  if (isPending) return <Skeleton height={48} />;
  const { changes, roleGains, roleLosses } = data;
  return (
    <Stack gap="sm" aria-busy={isPlaceholderData} aria-live="polite">
      <Group gap="xs">
        <Text size="sm">The role itself:</Text>
        <Badge color="blue" variant="light" tt="none">
          gives {roleGains.length} more
        </Badge>
        <Badge color={roleLosses.length > 0 ? "red" : "gray"} variant="light" tt="none">
          gives {roleLosses.length} less
        </Badge>
      </Group>
      {!seesHolders && (
        <Text size="sm" c="dimmed">
          Who holds the role is shown to those who administer identities.
        </Text>
      )}
      {seesHolders && changes.length === 0 && (
        <Text size="sm" c="dimmed">
          {props.roleId === ""
            ? "Nobody gains or loses anything yet: a new role is assigned to nobody."
            : "Nobody gains or loses anything: it is assigned to nobody, or they hold the same by other ways."}
        </Text>
      )}
      {changes.length > 0 && <Holders changes={changes} />}
    </Stack>
  );
}

const shown = 10;

function Holders({ changes }: { readonly changes: readonly DiffRoleResponse_PrincipalChange[] }) {
  const [all, setAll] = useState(false);
  const list = all ? changes : changes.slice(0, shown);
  return (
    <Stack gap="sm">
      <Text size="sm" fw={500}>
        {changes.length === 1 ? "One holder" : `${changes.length} holders`} would be able to do more or less:
      </Text>
      {list.map(({ principal, gains, losses }) => (
        <Stack key={principal?.id} gap={2}>
          <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
            {principal?.name}
          </Text>
          <ChangeList label="gains" color="blue" changes={gains} />
          <ChangeList label="loses" color="red" changes={losses} />
        </Stack>
      ))}
      {changes.length > list.length && (
        <UnstyledButton onClick={() => setAll(true)} fz="sm" td="underline">
          Show all {changes.length}
        </UnstyledButton>
      )}
    </Stack>
  );
}

interface ChangeListProps {
  readonly label: string;
  readonly color: string;
  readonly changes: readonly DiffRoleResponse_Change[];
}

function ChangeList({ label, color, changes }: ChangeListProps) {
  const names = useNames();
  const [all, setAll] = useState(false);
  if (changes.length === 0) return null;
  const list = all ? changes : changes.slice(0, 5);
  return (
    <List size="sm" listStyleType="none">
      {list.map(({ operation, scope, allOfType }) => (
        <List.Item
          key={`${operation} ${scope?.resourceType} ${scope?.resourceId}`}
          style={{ overflowWrap: "anywhere" }}
        >
          <Badge size="xs" variant="light" color={color} tt="none" mr={6}>
            {label}
          </Badge>
          {operation} on {describeWireScope(scope, allOfType, names)}
        </List.Item>
      ))}
      {changes.length > list.length && (
        <List.Item>
          <UnstyledButton onClick={() => setAll(true)} fz="sm" td="underline">
            and {changes.length - list.length} more
          </UnstyledButton>
        </List.Item>
      )}
    </List>
  );
}

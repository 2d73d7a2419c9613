// What was given to somebody directly: account role, custom roles, Namespaces, projects.
import { ActionIcon, Button, Group, SimpleGrid, Stack, Text, Tooltip } from "@mantine/core";
import { type NamespacePermission, namespacePermissions, type ProjectRole, projectRoles } from "@remit/policy";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { Confirm } from "../../../components/confirm.tsx";
import { TextLink } from "../../../components/text-link.tsx";
import { useChange } from "../../../data/change.ts";
import { withRoles } from "../../../data/change-roles.ts";
import { customRolesOf, editAccess, type Identity } from "../../../data/identities.ts";
import { useResourceNames } from "../../../data/resources.ts";
import { takesEntries, toDraft } from "../access/access-draft.ts";
import { describeAccountRole } from "../access/access-words.ts";
import { BulkDialog } from "../bulk-roles.tsx";
import { useSeesAccess } from "../use-sees-access.ts";
import { ImpliedAccess } from "./implied-access.tsx";
import { Section } from "./section.tsx";

export function AccessTab({ identity }: { readonly identity: Identity }) {
  const projectName = useResourceNames("projects");
  const sees = useSeesAccess();
  const { access } = identity;
  // Groups are shown by the same rule: whoever sees the access of users sees theirs.
  if (access === undefined && !sees(identity.id)) {
    return (
      <Text c="dimmed">What it holds is shown to those who administer users. Ask them, or look at your own page.</Text>
    );
  }
  const draft = toDraft(access);
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Section title="Account role">
          <Text>{describeAccountRole(access, true)}</Text>
        </Section>
        <CustomRoles identity={identity} />
        <Section title="Namespace permissions">
          <Levels
            entries={Object.entries(draft.namespaces).map(([id, level]) => [id, describeLevel(level)])}
            none={takesEntries(draft) ? "On no Namespace." : "Namespace Admin on every Namespace, by the account role."}
          />
        </Section>
        <Section title="Project roles">
          <Levels
            entries={Object.entries(draft.projects).map(([id, role]) => [projectName(id), describeRole(role)])}
            none={takesEntries(draft) ? "On no project." : "Project Admin on every project, by the account role."}
          />
        </Section>
      </SimpleGrid>
      <ImpliedAccess of={{ kind: identity.kind === "user-group" ? "group" : "principal", id: identity.id }} />
    </Stack>
  );
}

const describeLevel = (level: NamespacePermission): string => namespacePermissions[level].title;
const describeRole = (role: ProjectRole): string => projectRoles[role].title;

export function Levels({
  entries,
  none,
}: {
  readonly entries: readonly (readonly [string, string])[];
  readonly none: string;
}) {
  if (entries.length === 0) return <Text c="dimmed">{none}</Text>;
  return (
    <Stack gap={6}>
      {entries.map(([name, level]) => (
        <Group key={name} justify="space-between" wrap="nowrap" gap="sm">
          <Text size="sm" style={{ overflowWrap: "anywhere", minWidth: 0 }}>
            {name}
          </Text>
          <Text size="sm" c="dimmed" style={{ flexShrink: 0 }}>
            {level}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

function CustomRoles({ identity }: { readonly identity: Identity }) {
  const nameOf = useResourceNames("custom-roles");
  const [assigning, setAssigning] = useState(false);
  const [removing, setRemoving] = useState<string | null>(null);
  const remove = useChange(
    (cloud, roleId: string, asyncOperationId) =>
      editAccess(cloud, identity, (access) => withRoles(access, "remove", [roleId]), asyncOperationId),
    (roleId) => `${identity.name} does not hold the role ${nameOf(roleId)} any more.`,
  );
  const held = customRolesOf(identity).toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), "en"));
  return (
    <Section
      title="Custom roles"
      action={
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setAssigning(true)}
        >
          Assign
        </Button>
      }
    >
      {held.length === 0 && <Text c="dimmed">None.</Text>}
      {held.map((id) => (
        <Group key={id} justify="space-between" wrap="nowrap" gap="sm">
          <TextLink
            to="/settings/custom-roles/$roleId"
            params={{ roleId: id }}
            size="sm"
            style={{ overflowWrap: "anywhere", minWidth: 0 }}
          >
            {nameOf(id)}
          </TextLink>
          <Tooltip label="Remove" withArrow>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`Remove the role ${nameOf(id)}`}
              onClick={() => setRemoving(id)}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      ))}
      {assigning && (
        <BulkDialog
          change="assign"
          identities={[identity]}
          onClose={() => setAssigning(false)}
          onDone={() => undefined}
        />
      )}
      <Confirm
        title="Remove custom role"
        label="Remove role"
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        onConfirm={async () => void (await remove.run(removing ?? ""))}
      >
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {identity.name} loses what the role <b>{nameOf(removing ?? "")}</b> alone gives.
        </Text>
      </Confirm>
    </Section>
  );
}

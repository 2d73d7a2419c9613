// The frame of one identity's page: who it is, what can be done with it, and its tabs, which stand in the address.
import { ActionIcon, Group, Menu, Tabs, Text } from "@mantine/core";
import { IconDots, IconPencil } from "@tabler/icons-react";
import { type LinkProps, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { CopyText } from "../../../components/copy-text.tsx";
import { MayButton } from "../../../components/may-button.tsx";
import { type Crumb, Page } from "../../../components/page.tsx";
import { RefusableItem } from "../../../components/refusable-item.tsx";
import { type May, refusalOf } from "../../../data/access-questions.ts";
import type { Identity } from "../../../data/identities.ts";
import { DeleteIdentity } from "../delete-identity.tsx";
import type { PrincipalSearch } from "../routes.ts";

export interface PrincipalTab {
  readonly value: string;
  readonly label: string;
  readonly render: () => ReactNode;
}

export interface PrincipalPageProps {
  readonly identity: Identity;
  /** Whether the caller may change it, as far as that can be told before trying. */
  readonly may: May;
  readonly crumb: Crumb;
  /** Beside the id: state, kind, when it was made. */
  readonly facts: ReactNode;
  readonly editTo: NonNullable<LinkProps["to"]>;
  readonly params: Readonly<Record<string, string>>;
  /** Further entries of its menu. */
  readonly menu?: ReactNode;
  readonly tabs: readonly PrincipalTab[];
  readonly search: PrincipalSearch;
}

export function PrincipalPage(props: PrincipalPageProps) {
  const { identity, may, crumb, facts, editTo, params, menu, tabs, search } = props;
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const current = tabs.find(({ value }) => value === search.tab) ?? tabs[0];
  return (
    <Page
      title={identity.name}
      crumbs={[crumb]}
      actions={
        <>
          <MayButton
            may={may}
            link={{ to: editTo, params } as Pick<LinkProps, "to" | "params">}
            variant="default"
            leftSection={<IconPencil size={16} aria-hidden />}
          >
            Edit
          </MayButton>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size={36} aria-label={`More actions for ${identity.name}`}>
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {menu}
              <RefusableItem why={refusalOf(may)} danger onClick={() => setDeleting(true)}>
                Delete
              </RefusableItem>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <Group gap="md">
        {facts}
        <Group gap={4} wrap="nowrap">
          <Text size="sm" c="dimmed">
            ID
          </Text>
          <CopyText text={identity.id} what="the id" />
        </Group>
      </Group>
      <Tabs
        value={current?.value ?? null}
        onChange={(tab) => void navigate({ to: ".", search: (tab === null ? {} : { tab }) as never })}
        activateTabWithKeyboard={false}
      >
        <Tabs.List mb="md">
          {tabs.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {current !== undefined && <Tabs.Panel value={current.value}>{current.render()}</Tabs.Panel>}
      </Tabs>
      <DeleteIdentity
        identity={deleting ? identity : null}
        onClose={() => setDeleting(false)}
        onDeleted={() => void navigate({ to: crumb.to, replace: true })}
      />
    </Page>
  );
}

// What the three lists of identities share: the title, the tabs, and what can be made there.
import { Tabs } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Page } from "../../components/page.tsx";

const tabs = [
  { value: "users", label: "Users", to: "/identities/users" },
  { value: "groups", label: "Groups", to: "/identities/groups" },
  { value: "service-accounts", label: "Service accounts", to: "/identities/service-accounts" },
] as const;

export interface IdentitiesFrameProps {
  readonly tab: (typeof tabs)[number]["value"];
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

export function IdentitiesFrame({ tab, actions, children }: IdentitiesFrameProps) {
  const navigate = useNavigate();
  const open = (value: string | null) => {
    const to = tabs.find((each) => each.value === value)?.to;
    if (to !== undefined) void navigate({ to });
  };
  return (
    <Page
      title="Identities"
      description="Who can do something in this account, and what: people, groups of people, and programs."
      actions={actions}
    >
      <Tabs value={tab} onChange={open} activateTabWithKeyboard={false} keepMounted={false}>
        <Tabs.List mb="md">
          {tabs.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>{children}</Tabs.Panel>
      </Tabs>
    </Page>
  );
}

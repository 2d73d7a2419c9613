// The permissions of a role, one tab for each kind of resource.
import { Badge, Tabs } from "@mantine/core";
import { useMemo } from "react";
import { useOwnOperations } from "../../../data/access-questions.ts";
import { type Tab, tabs } from "../draft/offer.ts";
import type { RoleDraft } from "../draft/role-draft.ts";
import { AccountTab } from "./account-tab.tsx";
import { ResourceTab } from "./resource-tab.tsx";

interface PermissionTabsProps {
  readonly draft: RoleDraft;
  readonly onChange: (draft: RoleDraft) => void;
  readonly tab: string | undefined;
  readonly onTab: (tab: Tab["id"]) => void;
  readonly errorsOf: (key: number) => readonly string[];
}

export function PermissionTabs({ draft, onChange, tab, onTab, errorsOf }: PermissionTabsProps) {
  const own = useOwnOperations();
  const current = tabs.find(({ id }) => id === tab)?.id ?? "account";
  const counts = useMemo(() => countByTab(draft), [draft]);
  const shared = { draft, onChange, own, errorsOf };
  return (
    <Tabs value={current} onChange={(id) => onTab((id ?? "account") as Tab["id"])} keepMounted={false}>
      <Tabs.List>
        {tabs.map(({ id, label }) => (
          <Tabs.Tab
            key={id}
            value={id}
            rightSection={
              counts[id] > 0 ? (
                <Badge size="sm" variant="light" circle={counts[id] < 10} aria-label={`${counts[id]} on`}>
                  {counts[id]}
                </Badge>
              ) : undefined
            }
          >
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="account" pt="md">
        <AccountTab {...shared} />
      </Tabs.Panel>
      <Tabs.Panel value="project" pt="md">
        <ResourceTab type="projects" {...shared} />
      </Tabs.Panel>
      <Tabs.Panel value="namespace" pt="md">
        <ResourceTab type="namespaces" {...shared} />
      </Tabs.Panel>
      <Tabs.Panel value="nexus-endpoint" pt="md">
        <ResourceTab type="nexus-endpoints" {...shared} />
      </Tabs.Panel>
      <Tabs.Panel value="connectivity-rules" pt="md">
        <ResourceTab type="connectivity-rules" {...shared} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** How many operations are on under each tab. */
function countByTab({ entries }: RoleDraft): Record<Tab["id"], number> {
  const count = (...types: string[]): number =>
    entries.reduce((sum, { type, actions }) => sum + (types.includes(type) ? actions.length : 0), 0);
  return {
    account: count("accounts", "custom-roles"),
    project: count("projects"),
    namespace: count("namespaces"),
    "nexus-endpoint": count("nexus-endpoints"),
    "connectivity-rules": count("connectivity-rules"),
  };
}

// Settings of the account, one tab for each area.
import { Tabs } from "@mantine/core";
import { createLazyRoute, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { Page } from "../../components/page.tsx";
import { settingsTabs } from "./tabs.ts";

function Settings() {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const current = settingsTabs.find(({ to }) => pathname.startsWith(to))?.to ?? null;
  return (
    <Page title="Settings">
      <Tabs value={current} onChange={(to) => to !== null && void navigate({ to })}>
        <Tabs.List mb="lg">
          {settingsTabs.map(({ label, to }) => (
            <Tabs.Tab key={to} value={to}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {current !== null && (
          <Tabs.Panel value={current}>
            <Outlet />
          </Tabs.Panel>
        )}
      </Tabs>
    </Page>
  );
}

export const route = createLazyRoute("/signed-in/settings")({ component: Settings });

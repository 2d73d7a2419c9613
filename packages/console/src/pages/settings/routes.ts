import { createRoute, redirect } from "@tanstack/react-router";
import { auditLogSinksRoute } from "../audit-log-sinks/routes.ts";
import { customRoleListRoute } from "../custom-roles/routes.ts";
import { accountSettingsRoute } from "./account-route.ts";
import { settingsRoute } from "./settings-route.ts";
import { settingsTabs } from "./tabs.ts";

const indexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/",
  beforeLoad: () => {
    redirect({ to: settingsTabs[0].to, replace: true, throw: true });
  },
});

/** Settings with its tabs. Pages that one reaches from a tab and that fill the screen are routes of their own area. */
export const settingsRoutes = [
  settingsRoute.addChildren([indexRoute, customRoleListRoute, auditLogSinksRoute, accountSettingsRoute]),
] as const;

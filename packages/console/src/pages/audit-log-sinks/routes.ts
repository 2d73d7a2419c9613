import { createRoute } from "@tanstack/react-router";
import { settingsRoute } from "../settings/settings-route.ts";

/** The tab of Settings. */
export const auditLogSinksRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/audit-log-sinks",
}).lazy(() => import("./audit-log-sinks.tsx").then(({ route }) => route));

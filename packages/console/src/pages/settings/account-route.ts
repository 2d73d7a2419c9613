import { createRoute } from "@tanstack/react-router";
import { settingsRoute } from "./settings-route.ts";

export const accountSettingsRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/account" }).lazy(() =>
  import("./account.tsx").then(({ route }) => route),
);

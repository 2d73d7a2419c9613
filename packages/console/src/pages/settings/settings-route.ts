// The frame that the tabs of Settings hang in. A tab is a line in tabs.ts and a route below this one.
import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";

export const settingsRoute = createRoute({ getParentRoute: () => signedInRoute, path: "/settings" }).lazy(() =>
  import("./settings.tsx").then(({ route }) => route),
);

import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";

export const homeRoutes = [
  createRoute({ getParentRoute: () => signedInRoute, path: "/" }).lazy(() =>
    import("./home.tsx").then(({ route }) => route),
  ),
] as const;

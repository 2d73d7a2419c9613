import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";

export const regionRoutes = [
  createRoute({ getParentRoute: () => signedInRoute, path: "/regions" }).lazy(() =>
    import("./regions.tsx").then(({ route }) => route),
  ),
] as const;

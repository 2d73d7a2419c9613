import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";
import { readText } from "../../app/search-params.ts";

export const nexusRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: "/nexus",
    validateSearch: (search) => readText(search, "q"),
  }).lazy(() => import("./endpoints.tsx").then(({ route }) => route)),
  createRoute({ getParentRoute: () => signedInRoute, path: "/nexus/create" }).lazy(() =>
    import("./create-endpoint.tsx").then(({ route }) => route),
  ),
  createRoute({ getParentRoute: () => signedInRoute, path: "/nexus/$endpointId" }).lazy(() =>
    import("./endpoint.tsx").then(({ route }) => route),
  ),
  createRoute({ getParentRoute: () => signedInRoute, path: "/nexus/$endpointId/edit" }).lazy(() =>
    import("./edit-endpoint.tsx").then(({ route }) => route),
  ),
] as const;

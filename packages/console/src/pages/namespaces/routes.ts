import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";
import { readText } from "../../app/search-params.ts";

export const namespaceRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: "/namespaces",
    validateSearch: (search) => readText(search, "q", "project"),
  }).lazy(() => import("./namespaces.tsx").then(({ route }) => route)),
  createRoute({ getParentRoute: () => signedInRoute, path: "/namespaces/create" }).lazy(() =>
    import("./create-namespace.tsx").then(({ route }) => route),
  ),
  createRoute({
    getParentRoute: () => signedInRoute,
    path: "/namespaces/$namespace",
    validateSearch: (search) => readText(search, "tab"),
  }).lazy(() => import("./namespace.tsx").then(({ route }) => route)),
  createRoute({ getParentRoute: () => signedInRoute, path: "/namespaces/$namespace/edit" }).lazy(() =>
    import("./edit-namespace.tsx").then(({ route }) => route),
  ),
] as const;

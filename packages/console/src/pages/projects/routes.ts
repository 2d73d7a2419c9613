import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";
import { readText } from "../../app/search-params.ts";

export const projectRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: "/projects",
    validateSearch: (search) => readText(search, "q"),
  }).lazy(() => import("./projects.tsx").then(({ route }) => route)),
  createRoute({
    getParentRoute: () => signedInRoute,
    path: "/projects/$projectId",
    validateSearch: (search) => readText(search, "tab"),
  }).lazy(() => import("./project.tsx").then(({ route }) => route)),
] as const;

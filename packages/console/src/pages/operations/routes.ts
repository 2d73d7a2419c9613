import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";
import { readText } from "../../app/search-params.ts";

export const operationRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: "/operations",
    validateSearch: (search) => readText(search, "show"),
  }).lazy(() => import("./operations.tsx").then(({ route }) => route)),
] as const;

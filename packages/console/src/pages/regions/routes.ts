import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";
import { readText } from "../../app/search-params.ts";

export const regionRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: "/regions",
    validateSearch: (search) => readText(search, "q"),
  }).lazy(() => import("./regions.tsx").then(({ route }) => route)),
] as const;

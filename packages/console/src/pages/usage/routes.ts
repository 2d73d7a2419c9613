import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";
import { readText } from "../../app/search-params.ts";

export const usageRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: "/usage",
    validateSearch: (search) => readText(search, "measure", "by", "days"),
  }).lazy(() => import("./usage.tsx").then(({ route }) => route)),
] as const;

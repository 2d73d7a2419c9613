import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";
import { readText } from "../../app/search-params.ts";

export const connectivityRuleRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: "/connectivity-rules",
    validateSearch: (search) => readText(search, "q"),
  }).lazy(() => import("./connectivity-rules.tsx").then(({ route }) => route)),
] as const;

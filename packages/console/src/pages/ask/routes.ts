import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";
import { readText } from "../../app/search-params.ts";

export const askRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: "/ask",
    validateSearch: (search): { readonly q?: string } => readText(search, "q"),
  }).lazy(() => import("./ask.tsx").then(({ route }) => route)),
] as const;

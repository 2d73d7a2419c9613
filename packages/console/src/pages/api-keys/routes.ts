import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";

export const apiKeyRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: "/api-keys",
    validateSearch: ({ q }: Record<string, unknown>): { q?: string } =>
      typeof q === "string" && q !== "" ? { q } : {},
  }).lazy(() => import("./api-keys.tsx").then(({ route }) => route)),
] as const;

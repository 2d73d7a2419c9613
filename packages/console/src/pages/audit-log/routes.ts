import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";
import { readText } from "../../app/search-params.ts";

export const auditLogRoutes = [
  createRoute({
    getParentRoute: () => signedInRoute,
    path: "/audit-log",
    validateSearch: (search) =>
      readText(search, "actor", "operation", "resource", "outcome", "since", "from", "until", "record"),
  }).lazy(() => import("./audit-log.tsx").then(({ route }) => route)),
] as const;

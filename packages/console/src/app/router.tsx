// Every address of the console, in one tree. Pages are fetched when they are first opened.
import { createRoute, createRouter } from "@tanstack/react-router";
import { PageSkeleton } from "../components/page-skeleton.tsx";
import { apiKeyRoutes } from "../pages/api-keys/routes.ts";
import { askRoutes } from "../pages/ask/routes.ts";
import { auditLogRoutes } from "../pages/audit-log/routes.ts";
import { connectivityRuleRoutes } from "../pages/connectivity-rules/routes.ts";
import { customRoleRoutes } from "../pages/custom-roles/routes.ts";
import { homeRoutes } from "../pages/home/routes.ts";
import { identityRoutes } from "../pages/identities/routes.ts";
import { namespaceRoutes } from "../pages/namespaces/routes.ts";
import { nexusRoutes } from "../pages/nexus/routes.ts";
import { operationRoutes } from "../pages/operations/routes.ts";
import { projectRoutes } from "../pages/projects/routes.ts";
import { regionRoutes } from "../pages/regions/routes.ts";
import { requestRoutes } from "../pages/requests/routes.ts";
import { responsibilityRoutes } from "../pages/responsibility/routes.ts";
import { settingsRoutes } from "../pages/settings/routes.ts";
import { usageRoutes } from "../pages/usage/routes.ts";
import { whoCanRoutes } from "../pages/who-can/routes.ts";
import { PageFailed } from "./page-failed.tsx";
import { rootRoute, signedInRoute } from "./root-route.tsx";

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: ({ next }): { next?: string } => (typeof next === "string" ? { next } : {}),
}).lazy(() => import("../pages/session/sign-in.tsx").then(({ route }) => route));

const acceptInvitationRoute = createRoute({ getParentRoute: () => rootRoute, path: "/accept-invitation" }).lazy(() =>
  import("../pages/session/accept-invitation.tsx").then(({ route }) => route),
);

const routeTree = rootRoute.addChildren([
  signInRoute,
  acceptInvitationRoute,
  signedInRoute.addChildren([
    ...homeRoutes,
    ...namespaceRoutes,
    ...nexusRoutes,
    ...connectivityRuleRoutes,
    ...projectRoutes,
    ...regionRoutes,
    ...operationRoutes,
    ...auditLogRoutes,
    ...askRoutes,
    ...responsibilityRoutes,
    ...requestRoutes,
    ...identityRoutes,
    ...apiKeyRoutes,
    ...whoCanRoutes,
    ...usageRoutes,
    ...settingsRoutes,
    ...customRoleRoutes,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    readonly router: typeof router;
  }
}

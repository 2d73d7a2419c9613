import { createRoute, redirect } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";
import { readText } from "../../app/search-params.ts";

/** What a form to ask begins with, as far as a link says it. */
export interface NewRequestSearch {
  /** "access" or "namespace". */
  readonly for?: string;
  readonly namespace?: string;
  readonly permission?: string;
  readonly project?: string;
  readonly role?: string;
  /** Id of the request whose access is to last longer. */
  readonly renews?: string;
}

const getParentRoute = () => signedInRoute;

export const requestRoutes = [
  createRoute({
    getParentRoute,
    path: "/requests",
    validateSearch: (search): { readonly tab?: string; readonly q?: string } => readText(search, "tab", "q"),
  }).lazy(() => import("./requests.tsx").then(({ route }) => route)),
  createRoute({
    getParentRoute,
    path: "/requests/new",
    validateSearch: (search): NewRequestSearch =>
      readText(search, "for", "namespace", "permission", "project", "role", "renews"),
  }).lazy(() => import("./new-request.tsx").then(({ route }) => route)),
  createRoute({ getParentRoute, path: "/requests/$requestId" }).lazy(() =>
    import("./request.tsx").then(({ route }) => route),
  ),
  // Where go/temporal-namespace leads in the template.
  createRoute({
    getParentRoute,
    path: "/namespaces/new",
    beforeLoad: () => redirect({ to: "/requests/new", search: { for: "namespace" }, replace: true, throw: true }),
  }),
] as const;

import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";
import { readText } from "../../app/search-params.ts";

/** What the board shows, so that it can be shared: words, a team or "kind:<id>", a state, and the row that is open. */
export interface BoardSearch {
  readonly q?: string;
  readonly team?: string;
  readonly state?: string;
  readonly row?: string;
}

const getParentRoute = () => signedInRoute;

export const responsibilityRoutes = [
  createRoute({
    getParentRoute,
    path: "/responsibility",
    validateSearch: (search): BoardSearch => readText(search, "q", "team", "state", "row"),
  }).lazy(() => import("./board.tsx").then(({ route }) => route)),
  createRoute({
    getParentRoute,
    path: "/responsibility/tailor",
    validateSearch: (search): { readonly row?: string } => readText(search, "row"),
  }).lazy(() => import("./tailor/tailor.tsx").then(({ route }) => route)),
  createRoute({
    getParentRoute,
    path: "/responsibility/drift",
    validateSearch: (search): { readonly show?: string } => readText(search, "show"),
  }).lazy(() => import("./drift/drift.tsx").then(({ route }) => route)),
  createRoute({
    getParentRoute,
    path: "/responsibility/teams",
    validateSearch: (search): { readonly q?: string } => readText(search, "q"),
  }).lazy(() => import("./teams/teams.tsx").then(({ route }) => route)),
  createRoute({ getParentRoute, path: "/responsibility/teams/create" }).lazy(() =>
    import("./teams/create-team.tsx").then(({ route }) => route),
  ),
  createRoute({ getParentRoute, path: "/responsibility/teams/$teamId" }).lazy(() =>
    import("./teams/team.tsx").then(({ route }) => route),
  ),
  createRoute({ getParentRoute, path: "/responsibility/teams/$teamId/edit" }).lazy(() =>
    import("./teams/edit-team.tsx").then(({ route }) => route),
  ),
  createRoute({
    getParentRoute,
    path: "/responsibility/go-links",
    validateSearch: (search): { readonly q?: string } => readText(search, "q"),
  }).lazy(() => import("./go-links.tsx").then(({ route }) => route)),
  createRoute({
    getParentRoute,
    path: "/responsibility/access-review",
    validateSearch: (search): { readonly days?: string } => readText(search, "days"),
  }).lazy(() => import("./access-review.tsx").then(({ route }) => route)),
] as const;

// Identities as Temporal Cloud has them: users, groups and service accounts, a page for each and one for each of them.
import { createRoute, redirect } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";

const getParentRoute = () => signedInRoute;

/** The search of a list, as it stands in the address. */
export interface ListSearch {
  readonly q?: string;
}

const readListSearch = ({ q }: Record<string, unknown>): ListSearch => (typeof q === "string" && q !== "" ? { q } : {});

/** The tab of one identity's page, and the question asked on it. */
export interface PrincipalSearch {
  readonly tab?: string;
  readonly operation?: string;
  readonly type?: string;
  readonly resource?: string;
}

const readPrincipalSearch = (search: Record<string, unknown>): PrincipalSearch => {
  const text = (name: keyof PrincipalSearch) => {
    const value = search[name];
    return typeof value === "string" && value !== "" ? { [name]: value } : {};
  };
  return { ...text("tab"), ...text("operation"), ...text("type"), ...text("resource") };
};

export const identityRoutes = [
  createRoute({
    getParentRoute,
    path: "/identities",
    beforeLoad: () => redirect({ to: "/identities/users", replace: true, throw: true }),
  }),
  createRoute({ getParentRoute, path: "/identities/users", validateSearch: readListSearch }).lazy(() =>
    import("./users.tsx").then(({ route }) => route),
  ),
  createRoute({ getParentRoute, path: "/identities/groups", validateSearch: readListSearch }).lazy(() =>
    import("./groups.tsx").then(({ route }) => route),
  ),
  createRoute({ getParentRoute, path: "/identities/service-accounts", validateSearch: readListSearch }).lazy(() =>
    import("./service-accounts.tsx").then(({ route }) => route),
  ),
  createRoute({ getParentRoute, path: "/identities/users/invite" }).lazy(() =>
    import("./invite/invite-user.tsx").then(({ route }) => route),
  ),
  createRoute({ getParentRoute, path: "/identities/groups/create" }).lazy(() =>
    import("./create-group.tsx").then(({ route }) => route),
  ),
  createRoute({ getParentRoute, path: "/identities/service-accounts/create" }).lazy(() =>
    import("./create-service-account.tsx").then(({ route }) => route),
  ),
  createRoute({ getParentRoute, path: "/identities/users/$userId", validateSearch: readPrincipalSearch }).lazy(() =>
    import("./principal/user.tsx").then(({ route }) => route),
  ),
  createRoute({ getParentRoute, path: "/identities/groups/$groupId", validateSearch: readPrincipalSearch }).lazy(() =>
    import("./principal/group.tsx").then(({ route }) => route),
  ),
  createRoute({
    getParentRoute,
    path: "/identities/service-accounts/$serviceAccountId",
    validateSearch: readPrincipalSearch,
  }).lazy(() => import("./principal/service-account.tsx").then(({ route }) => route)),
  createRoute({ getParentRoute, path: "/identities/users/$userId/edit" }).lazy(() =>
    import("./edit-user.tsx").then(({ route }) => route),
  ),
  createRoute({ getParentRoute, path: "/identities/groups/$groupId/edit" }).lazy(() =>
    import("./edit-group.tsx").then(({ route }) => route),
  ),
  createRoute({ getParentRoute, path: "/identities/service-accounts/$serviceAccountId/edit" }).lazy(() =>
    import("./edit-service-account.tsx").then(({ route }) => route),
  ),
] as const;

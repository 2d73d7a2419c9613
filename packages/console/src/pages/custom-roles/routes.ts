import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";
import { readText } from "../../app/search-params.ts";
import { settingsRoute } from "../settings/settings-route.ts";

/** The tab of Settings. `search` is what the list is searched for. */
export const customRoleListRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/custom-roles",
  validateSearch: (search): { search?: string } => readText(search, "search"),
}).lazy(() => import("./custom-roles.tsx").then(({ route }) => route));

/** Which of a page's tabs is open. */
const validateTab = (search: Record<string, unknown>): { tab?: string } => readText(search, "tab");

const createRoleRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/settings/custom-roles/new",
  validateSearch: validateTab,
}).lazy(() => import("./create-custom-role.tsx").then(({ route }) => route));

const roleRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/settings/custom-roles/$roleId",
  validateSearch: validateTab,
}).lazy(() => import("./custom-role.tsx").then(({ route }) => route));

const editRoleRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/settings/custom-roles/$roleId/edit",
  validateSearch: validateTab,
}).lazy(() => import("./edit-custom-role.tsx").then(({ route }) => route));

export const customRoleRoutes = [createRoleRoute, roleRoute, editRoleRoute] as const;

// The two routes that all others hang from: everything, and everything for which somebody is signed in.
import { createRootRoute, createRoute, Outlet } from "@tanstack/react-router";
import { NotFound } from "../pages/session/not-found.tsx";
import { Shell } from "./shell.tsx";

export const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

export const signedInRoute = createRoute({ getParentRoute: () => rootRoute, id: "signed-in", component: Shell });

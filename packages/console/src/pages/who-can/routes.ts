import { createRoute } from "@tanstack/react-router";
import { signedInRoute } from "../../app/root-route.tsx";

export interface WhoCanSearch {
  readonly operation?: string;
  readonly type?: string;
  readonly resource?: string;
}

const read = (search: Record<string, unknown>): WhoCanSearch => {
  const text = (name: keyof WhoCanSearch) => {
    const value = search[name];
    return typeof value === "string" && value !== "" ? { [name]: value } : {};
  };
  return { ...text("operation"), ...text("type"), ...text("resource") };
};

export const whoCanRoutes = [
  createRoute({ getParentRoute: () => signedInRoute, path: "/who-can", validateSearch: read }).lazy(() =>
    import("./who-can.tsx").then(({ route }) => route),
  ),
] as const;

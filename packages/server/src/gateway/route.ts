// From the path of a call to its row. Paths are compared byte for byte: what only looks like a known one is not known.
import { Code } from "@connectrpc/connect";
import { quote, RemitError } from "../errors.ts";
import { type Row, services } from "./methods.ts";
import { requestShapes, type Shape } from "./shapes.ts";

export interface Route {
  /** As in `/temporal.api.workflowservice.v1.WorkflowService/StartWorkflowExecution`. */
  readonly path: string;
  /** The method's name alone, for records and counters. */
  readonly method: string;
  readonly row: Row;
  /** What of the request is looked at; null for what is not sent on. */
  readonly shape: Shape | null;
}

const routes: ReadonlyMap<string, Route> = new Map(
  Object.entries(services).flatMap(([service, rows]) =>
    Object.entries(rows).map(([method, row]): [string, Route] => {
      const path = `/${service}/${method}`;
      return [path, { path, method, row, shape: requestShapes.get(path) ?? null }];
    }),
  ),
);

/** Every path that there is. */
export const knownPaths: readonly string[] = [...routes.keys()];

/** The method's name; "" for a path that is not known, whose text is a stranger's. */
export const methodOf = (path: string): string => routes.get(path)?.method ?? "";

/** @throws RemitError UNIMPLEMENTED, as a server answers for a method that it does not have */
export function requireRoute(path: string): Route {
  const route = routes.get(path);
  if (route !== undefined) return route;
  throw new RemitError(Code.Unimplemented, "NOT_IMPLEMENTED", `the gateway does not know the method ${quote(path)}`);
}

// Whether a request may go on: access rules first, then what its Namespace says of itself. The same question is asked
// again while the call is open, whenever something changed.
import { refusedOnDataPlane } from "../authenticate/bearer.ts";
import { permissionDenied } from "../authorize/refusal.ts";
import type { Snapshots } from "../authorize/snapshots.ts";
import { unavailable } from "../errors.ts";
import type { Way } from "./call.ts";
import { type Decision, type Directory, decide, type Holder } from "./decide.ts";
import type { NamespacesSettings } from "./namespace-settings.ts";
import { requireReachable } from "./require-reachable.ts";
import type { Route } from "./route.ts";
import type { Request } from "./scan.ts";
import type { GatewayCaller, Who } from "./who.ts";

export interface JudgeDeps {
  readonly snapshots: Pick<Snapshots, "current">;
  readonly who: Pick<Who, "isStillGood">;
  readonly settings: Pick<NamespacesSettings, "find">;
  readonly directory: Directory;
  /** The Temporal server behind a region; undefined where the configuration has none. */
  readonly serverOf: (region: string) => string | undefined;
}

export interface Asked {
  readonly caller: GatewayCaller;
  readonly holder: Holder;
  readonly way: Way;
  readonly route: Route;
  readonly request: Request;
  /** As `DecideInput`. */
  readonly called?: ReadonlyMap<string, string>;
}

export type Judgement =
  | Extract<Decision, { kind: "cluster-read" }>
  | (Extract<Decision, { kind: "forward" }> & {
      readonly server: string;
      /** Units of the Namespace's own capacity; null: on demand. */
      readonly units: number | null;
      /** Of the Namespace. */
      readonly uid: string;
    });

/** @throws RemitError for whatever may not go on */
export function judge(
  { snapshots, who, settings, directory, serverOf }: JudgeDeps,
  asked: Asked,
  now: Date,
): Judgement {
  const { caller, holder, way, route, request, called } = asked;
  const view = snapshots.current();
  if (!who.isStillGood(caller, now)) throw refusedOnDataPlane();
  const decision = decide({ view, holder, route, request, directory, now: now.getTime(), ...(called && { called }) });
  if (decision.kind === "cluster-read") return decision;
  const { namespace, uid } = decision;
  const found = settings.find(uid);
  // Settings and rules are taken over together: one without the other is a fault, and nobody passes.
  if (found === undefined) throw permissionDenied(operationOf(route), "namespaces", namespace);
  requireReachable(found, namespace, caller, way);
  const server = serverOf(found.region);
  if (server === undefined) throw unavailable(`no Temporal server is configured for the region ${found.region}`);
  for (const other of decision.others) {
    const there = settings.find(view.namespacesByServerName.get(other.namespace)?.uid ?? "");
    // The call is carried out by the server of its own Namespace: what has the other's name there is somebody else's.
    if (there === undefined || serverOf(there.region) !== server)
      throw permissionDenied(operationOf(route), "namespaces", called?.get(other.namespace) ?? other.namespace);
    requireReachable(there, other.namespace, caller, way);
  }
  return { ...decision, server, units: found.units, uid: found.uid };
}

const operationOf = ({ row }: Route): string => (row.kind === "namespace" ? row.operation : "");

// What a move from one project to another does to access: whoever holds something by the new project comes to hold it on
// what was moved, whoever held it by the old one loses it.
import { apply } from "./apply.ts";
import type { Snapshot } from "./compiled/snapshot.ts";
import type { GrantDifference } from "./cover.ts";
import type { Grant, PolicyChange, Resource } from "./types.ts";
import { whoCan } from "./who-can.ts";

/** What can be moved. */
export type Movable = Resource & { readonly type: "namespaces" | "nexus-endpoints" };

/**
 * The operations that some active principal comes to hold on the thing, or ceases to hold, at `now` or once all that ends
 * by itself has ended: who holds the thing until tonight, and moves it to where they hold all for good, gains it. Whoever
 * moves a thing has to hold them for good.
 */
export function diffMove(snapshot: Snapshot, moved: Movable, project: string, now: number): GrantDifference {
  const kind = moved.type === "namespaces" ? "namespace" : "nexus-endpoint";
  const change: PolicyChange = { kind, id: moved.id, project };
  const after = apply(snapshot, [change]);
  const given: Grant[] = [];
  const taken: Grant[] = [];
  for (const { operation, resourceTypes, inert } of snapshot.vocabulary.source.operations) {
    if (inert || !resourceTypes.includes(moved.type)) continue;
    const grant: Grant = { operation, scope: { kind: "resource", resource: moved } };
    const differences = [now, Number.MAX_SAFE_INTEGER].map((at) => {
      const had = new Set(whoCan(snapshot, operation, moved, at));
      const has = new Set(whoCan(after, operation, moved, at));
      return { gives: has.difference(had).size > 0, takes: had.difference(has).size > 0 };
    });
    if (differences.some(({ gives }) => gives)) given.push(grant);
    if (differences.some(({ takes }) => takes)) taken.push(grant);
  }
  const both = new Map([...given, ...taken].map((grant) => [grant.operation, grant]));
  return { given, taken, changed: [...both.values()], ownerOnly: false };
}

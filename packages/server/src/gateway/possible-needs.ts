// What requests of a method may need at most, for whoever asks about a call without showing its request.
import type { Operation } from "@remit/policy";
import type { Shape } from "./shapes.ts";

const known = new Map<Shape, readonly Operation[]>();

/** In the request's own Namespace; where it leads to others cannot be said without it. */
export function possibleNeeds(shape: Shape): readonly Operation[] {
  const before = known.get(shape);
  if (before !== undefined) return before;
  const found = new Set<Operation>();
  collect(shape, found, new Set());
  const needs = [...found];
  known.set(shape, needs);
  return needs;
}

function collect(shape: Shape, found: Set<Operation>, seen: Set<Shape>): void {
  // What a workflow's code does in its own Namespace, a worker is trusted with.
  if (seen.has(shape) || shape.elsewhere !== null) return;
  seen.add(shape);
  for (const field of shape.fields) {
    if (field === undefined || field.kind === "known") continue;
    if (field.kind === "message") {
      if (field.needs !== null) found.add(field.needs);
      if (field.shape !== null) collect(field.shape, found, seen);
    } else if (field.rule.is === "choice") for (const need of Object.values(field.rule.needs)) found.add(need);
    else if (field.rule.is === "flag" || field.rule.is === "present") found.add(field.rule.needs);
  }
}

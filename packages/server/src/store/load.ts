// Loads of a Namespace, put together.
import type { Load, SeenLoad } from "./schema/observations.ts";

const nothing: Load = { requests: 0, actions: 0, refusedRequests: 0, refusedActions: 0 };

const join = (a: Load = nothing, b: Load, by: (a: number, b: number) => number): Load => ({
  requests: by(a.requests, b.requests),
  actions: by(a.actions, b.actions),
  refusedRequests: by(a.refusedRequests, b.refusedRequests),
  refusedActions: by(a.refusedActions, b.refusedActions),
});
export const addLoads = (a: Load | undefined, b: Load): Load => join(a, b, (one, other) => one + other);

/** The most of each: they need not have been in one minute. */
export const greaterLoad = (a: Load | undefined, b: Load): Load => join(a, b, Math.max);

/** Of the whole day. */
export const peakOf = ({ hours }: SeenLoad): Load => Object.values(hours).reduce<Load>(greaterLoad, nothing);

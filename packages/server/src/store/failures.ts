// Driver errors, translated once. Above the store nobody knows an SQLSTATE.
import { RemitError, unavailable } from "../errors.ts";

export type Failure =
  /** Another transaction won; doing it all again may work. */
  | { readonly kind: "conflict" }
  /** A unique index refused; `constraint` is its name. */
  | { readonly kind: "duplicate"; readonly constraint: string }
  /** The database cannot be reached, is too busy, or said goodbye; the outcome of a commit may be unknown. */
  | { readonly kind: "unreachable" }
  | { readonly kind: "other" };

const conflictStates = new Set(["40001", "40P01"]);
/** 55P03: waited for a lock as long as it may. 25P03: stood still in a transaction for longer than it may. */
const unreachableStates = /^(08|57P|53|55P03|25P03)/;
const unreachableCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
/** node-postgres, its pool and Kysely report a lost or closed connection, and an exhausted pool, by text alone. */
const unreachableTexts =
  /Connection terminated|timeout exceeded when trying to connect|is not queryable|connection has been discarded|after calling end on the pool|has already been destroyed/;

export function classifyFailure(error: unknown): Failure {
  if (typeof error !== "object" || error === null) return { kind: "other" };
  const { code, constraint, message } = error as { code?: unknown; constraint?: unknown; message?: unknown };
  if (typeof code === "string") {
    if (conflictStates.has(code)) return { kind: "conflict" };
    if (code === "23505") return { kind: "duplicate", constraint: typeof constraint === "string" ? constraint : "" };
    if (unreachableStates.test(code) || unreachableCodes.has(code)) return { kind: "unreachable" };
  }
  return { kind: typeof message === "string" && unreachableTexts.test(message) ? "unreachable" : "other" };
}

/** Unavailable for what may pass by itself, so that official clients ask again; every other error as it is. */
export function toUnavailable(error: unknown): unknown {
  if (error instanceof RemitError) return error;
  const { kind } = classifyFailure(error);
  return kind === "conflict" || kind === "unreachable" ? unavailable("the store is busy or unreachable", error) : error;
}

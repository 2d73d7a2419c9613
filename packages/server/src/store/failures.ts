// Driver errors, translated once. Above the store nobody knows an SQLSTATE.

export type Failure =
  /** Another transaction won; doing it all again may work. */
  | { readonly kind: "conflict" }
  /** A unique index refused; `constraint` is its name. */
  | { readonly kind: "duplicate"; readonly constraint: string }
  /** The database cannot be reached, or said goodbye; the outcome of a commit may be unknown. */
  | { readonly kind: "unreachable" }
  | { readonly kind: "other" };

const conflictStates = new Set(["40001", "40P01"]);
const unreachableStates = /^(08|57P|53)/;
const unreachableCodes = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND"]);

export function classifyFailure(error: unknown): Failure {
  if (typeof error !== "object" || error === null) return { kind: "other" };
  const { code, constraint, message } = error as { code?: unknown; constraint?: unknown; message?: unknown };
  if (typeof code === "string") {
    if (conflictStates.has(code)) return { kind: "conflict" };
    if (code === "23505") return { kind: "duplicate", constraint: typeof constraint === "string" ? constraint : "" };
    if (unreachableStates.test(code) || unreachableCodes.has(code)) return { kind: "unreachable" };
  }
  // node-postgres reports a lost connection and an exhausted pool by text alone.
  const text = typeof message === "string" ? message : "";
  if (/Connection terminated|timeout exceeded when trying to connect/.test(text)) return { kind: "unreachable" };
  return { kind: "other" };
}

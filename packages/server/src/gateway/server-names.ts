// What Temporal's server keeps for itself inside each Namespace: the workflows behind schedules, batches and deployments,
// and the task queue on which its own worker runs them. Whoever could start, signal or end these by name, or hand that
// worker a task, would do what an operation of its own stands for, or reach other Namespaces (CVE-2026-5199).
import { Code } from "@connectrpc/connect";
import { RemitError } from "../errors.ts";

/** `/_sys/` begins the name of a queue's partition, which would be a second name for a queue. */
const prefixes = ["temporal-sys-", "/_sys/"].map((prefix) => Buffer.from(prefix, "latin1"));
/** Of the search attribute TemporalNamespaceDivision, by which alone a query finds the server's own workflows. */
const division = "namespacedivision";

/** @throws RemitError PERMISSION_DENIED when the text between `start` and `end` is a name of the server's own */
export function requireOrdinaryName(bytes: Buffer, start: number, end: number, field: string): void {
  for (const prefix of prefixes) {
    if (end - start < prefix.length || bytes[start] !== prefix[0]) continue;
    if (bytes.compare(prefix, 0, prefix.length, start, start + prefix.length) === 0) throw serversOwn(field);
  }
}

/** @throws RemitError PERMISSION_DENIED when the filter between `start` and `end` could find the server's own workflows */
export function requireOrdinaryQuery(bytes: Buffer, start: number, end: number, field: string): void {
  if (bytes.toString("latin1", start, end).toLowerCase().includes(division)) throw serversOwn(field);
}

const serversOwn = (field: string): RemitError =>
  new RemitError(
    Code.PermissionDenied,
    "PERMISSION_DENIED",
    `permission denied: ${field} names what Temporal's server keeps for itself. Schedules, batches and deployments have calls of their own.`,
  );

// How an operation on a Temporal server ends: the resource's new state, the operation's outcome and, where decisions
// change, the new policy version stand in one transaction. Whoever ends an operation twice changes nothing.
//
// The audit record of a mutation is the one of its acceptance; the operation's row carries the outcome. Only a failure
// gets a second record, because the first says OK.

import { appendAudit } from "../audit/append.ts";
import type { Tx } from "../store/database.ts";
import { endOperation, isTerminal, lockOperation, type OperationRow } from "../store/operations.ts";
import type { Touched } from "../store/policy-data.ts";
import { lockPolicy } from "../store/policy-lock.ts";
import type { PolicyEntityKind } from "../store/schema/policy.ts";
import type { Deps } from "./call.ts";
import { publishPolicy } from "./publish-policy.ts";

/** What a transition works with: the part of `Deps` that exists without a caller. */
export type TransitionDeps = Pick<Deps, "database" | "snapshots" | "log" | "now" | "audited" | "notify" | "addresses">;

export interface Transition {
  readonly tx: Tx;
  readonly now: Date;
  readonly operation: OperationRow;
  /** Something that decisions depend on was written. Only for transitions with `writes: "policy"`. */
  touch(kind: PolicyEntityKind, id: string): void;
  /** What the record of a failure says besides its reason. */
  tell(details: Readonly<Record<string, unknown>>): void;
}

export interface TransitionOptions {
  /** The operation's internal id. */
  readonly uid: string;
  /** "policy": writes something that decisions depend on, and takes the policy version first, as every writer does. */
  readonly writes: "policy" | "data";
  /** Why the operation failed; null when it is fulfilled. */
  readonly failure: string | null;
}

/** Ends the operation and does `body` with it, or nothing when it has ended already. */
export async function transition(
  deps: TransitionDeps,
  { uid, writes, failure }: TransitionOptions,
  body: (transition: Transition) => Promise<void>,
): Promise<void> {
  const ended = await deps.database.db.transaction().execute(async (tx) => {
    if (writes === "policy") await lockPolicy(tx, "update");
    const operation = await lockOperation(tx, uid);
    if (operation === undefined || isTerminal(operation.state)) return false;
    const touched: Touched[] = [];
    const told: Record<string, unknown> = {};
    const now = deps.now();
    await body({
      tx,
      now,
      operation,
      touch: (kind, id) => touched.push({ kind, id }),
      tell: (details) => Object.assign(told, details),
    });
    if (touched.length > 0 && writes !== "policy")
      throw new Error(`${operation.rpc} ended with a policy change nobody locked`);
    await publishPolicy(tx, touched);
    await endOperation(tx, uid, {
      state: failure === null ? "FULFILLED" : "FAILED",
      failureReason: failure ?? "",
      now,
    });
    if (failure !== null) await recordFailure(deps, tx, operation, { ...told, failure_reason: failure }, now);
    return true;
  });
  if (!ended) return;
  if (failure !== null) deps.audited();
  if (writes === "policy") await refreshView(deps);
}

/** The record that an operation came to nothing: that of its acceptance says OK. */
export async function recordFailure(
  deps: Pick<TransitionDeps, "snapshots">,
  tx: Tx,
  operation: OperationRow,
  details: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<void> {
  await appendAudit(tx, {
    at: now,
    operation: operation.rpc,
    status: "FAILED",
    principal: {
      type: "system",
      id: operation.principal_id,
      name: deps.snapshots.nameOf(operation.principal_id),
      apiKeyId: "",
    },
    forwardedFor: "",
    asyncOperationId: operation.id,
    details: { resource_type: operation.resource_type, resource_id: operation.resource_id, ...details },
  });
}

/** The end stands whatever happens here; processes that cannot refresh follow by polling. */
async function refreshView({ snapshots, log }: TransitionDeps): Promise<void> {
  await snapshots.refresh().catch((error: unknown) => log.warn({ err: error }, "access rules could not be refreshed"));
}

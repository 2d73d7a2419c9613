// The activities of the one workflow: find the operation, and let what knows its kind carry it out.

import { ApplicationFailure } from "@temporalio/common";
import { RemitError } from "../errors.ts";
import { exportHistories, findSinksToExport } from "../resources/export-histories.ts";
import { followUp } from "../resources/follow-up.ts";
import { observe } from "../resources/observe.ts";
import { sampleStorage } from "../resources/sample-storage.ts";
import { transition } from "../resources/transition.ts";
import { beginAttempt, recordFailedAttempt } from "../store/operation-attempts.ts";
import { isTerminal, type OperationRow, readOperation } from "../store/operations.ts";
import { isRetryable } from "../temporal/call-server.ts";
import type { Applier, ApplyContext } from "./applier.ts";
import { billingReportAppliers } from "./billing-reports.ts";
import type { ExportActivities } from "./export-workflow.ts";
import type { FollowUpActivities } from "./follow-up-workflow.ts";
import { createLook, createStorageLook } from "./look-at-namespace.ts";
import { namespaceRegionAppliers } from "./namespace-regions.ts";
import { namespaceAppliers } from "./namespaces.ts";
import { nexusEndpointAppliers } from "./nexus-endpoints.ts";
import type { ObserveActivities } from "./observe-workflow.ts";
import { createOpenWorkflows } from "./open-workflows.ts";
import { requestAppliers } from "./requests.ts";
import { pauseAfter } from "./retry-policy.ts";
import type { StorageActivities } from "./storage-workflow.ts";
import type { OperationActivities } from "./workflow.ts";

/** RPC → what it takes. A test finds an RPC that may ask for a Temporal server and is not here. */
export const appliers: Readonly<Record<string, Applier>> = {
  ...billingReportAppliers,
  ...namespaceAppliers,
  ...namespaceRegionAppliers,
  ...nexusEndpointAppliers,
  ...requestAppliers,
};

/** Tells the server now and then that the attempt is alive. */
export type Heartbeat = () => void;

const heartbeatMs = 2_000;

export function createActivities(
  context: ApplyContext,
  heartbeat: () => Heartbeat,
  attempt: () => number = () => 1,
): OperationActivities & FollowUpActivities & ObserveActivities & StorageActivities & ExportActivities {
  const { database, log, now } = context.deps;
  return {
    carryOut: (uid) =>
      perform(context, uid, "an operation could not be carried out", async (operation) => {
        const number = await beginAttempt(database.db, operation.uid, now());
        if (number === null) return;
        await recordingFailure(context, { uid: operation.uid, number, ofWorkflow: attempt() }, () =>
          alive(heartbeat(), () => requireApplier(operation).carryOut(context, operation)),
        );
      }),
    giveUp: (uid, reason) =>
      perform(context, uid, "an operation could not be given up", async (operation) => {
        const applier = appliers[operation.rpc];
        if (applier !== undefined) await applier.giveUp(context, operation, reason);
        else await transition(context.deps, { uid, writes: "data", failure: reason }, async () => {});
      }),
    async followUp() {
      try {
        await alive(heartbeat(), () => followUp(context.deps));
      } catch (error) {
        log.warn({ err: error }, "requests could not be followed up; it will be tried again");
        throw toFailure(error);
      }
    },
    async observe() {
      try {
        const lookAtNamespace = createLook(context.servers);
        await alive(heartbeat(), () => observe({ ...context.deps, lookAtNamespace }, now()));
      } catch (error) {
        log.warn({ err: error }, "the platform could not be looked at; it will be tried again");
        throw toFailure(error);
      }
    },
    async lookAtStorage() {
      try {
        const look = createStorageLook(context.servers);
        await alive(heartbeat(), () => sampleStorage({ ...context.deps, lookAtStorage: look }));
      } catch (error) {
        log.warn({ err: error }, "it could not be seen what is stored; it will be tried again");
      }
    },
    findSinksToExport: () =>
      findSinksToExport(database.db).catch((error: unknown) => {
        throw toFailure(error);
      }),
    async exportToSink(uid) {
      try {
        const deps = { ...context.deps, ...context.exports, openWorkflows: createOpenWorkflows(context.servers) };
        return typeof uid === "string" && (await alive(heartbeat(), () => exportHistories(deps, uid)));
      } catch (error) {
        log.warn({ err: error }, "an export did not end; the next one goes on with it");
        throw toFailure(error);
      }
    },
  };
}

interface Attempt {
  readonly uid: string;
  readonly number: number;
  /** Its number in the workflow that runs now, on which the pause after it depends. */
  readonly ofWorkflow: number;
}

/** An attempt that fails says why in the operation's history, in words that were written for callers. */
async function recordingFailure(
  { deps: { database, log, now } }: ApplyContext,
  { uid, number, ofWorkflow }: Attempt,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { message, nonRetryable } = toFailure(error);
    const endedAt = now();
    const nextAt = nonRetryable === true ? null : new Date(endedAt.getTime() + pauseAfter(ofWorkflow));
    const attempt = { operation_uid: uid, number, ended_at: endedAt, error: message, next_at: nextAt };
    await recordFailedAttempt(database.db, attempt).catch((failure: unknown) =>
      log.warn({ err: failure, operation: uid }, "a failed attempt could not be written down"),
    );
    throw error;
  }
}

async function alive<T>(beat: Heartbeat, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(beat, heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Whatever goes wrong on the way, the store's own errors too, goes to the log and reaches the history as `toFailure` has it. */
async function perform(
  context: ApplyContext,
  uid: unknown,
  complaint: string,
  body: (operation: OperationRow) => Promise<void>,
): Promise<void> {
  let operation: OperationRow | undefined;
  try {
    operation = await findPending(context, uid);
    if (operation !== undefined) await body(operation);
  } catch (error) {
    const about = { operation: operation?.id, rpc: operation?.rpc, retried: isRetryable(error) };
    context.deps.log.warn({ err: error, ...about }, complaint);
    throw toFailure(error);
  }
}

/** Undefined for an operation that has ended, and for an id, or whatever it is, that somebody made up. */
async function findPending({ deps }: ApplyContext, uid: unknown): Promise<OperationRow | undefined> {
  if (typeof uid !== "string") return undefined;
  const operation = await readOperation(deps.database.db, uid);
  return operation === undefined || isTerminal(operation.state) || !operation.needs_temporal ? undefined : operation;
}

function requireApplier({ rpc }: OperationRow): Applier {
  const applier = appliers[rpc];
  if (applier === undefined) throw ApplicationFailure.nonRetryable(`nobody here can carry out ${rpc}`);
  return applier;
}

/** Only messages that are written for callers reach a history and, from there, the operation's reason. */
export function toFailure(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const message = error instanceof RemitError ? error.message : "internal error";
  return isRetryable(error) ? ApplicationFailure.retryable(message) : ApplicationFailure.nonRetryable(message);
}

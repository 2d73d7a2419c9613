// What it takes to carry out one kind of operation.
import { failedPrecondition, type RemitError } from "../errors.ts";
import type { Deps } from "../resources/call.ts";
import type { ExportDeps } from "../resources/export-histories.ts";
import type { TransitionDeps } from "../resources/transition.ts";
import type { OperationRow } from "../store/operations.ts";
import type { TemporalServers } from "./servers.ts";

export interface ApplyContext {
  readonly deps: TransitionDeps & Pick<Deps, "limits" | "askCodecServer" | "billing" | "openObjectStore">;
  readonly servers: TemporalServers;
  readonly exports: ExportTimes;
}

/** How often is exported, and how late visibility may be. */
export type ExportTimes = Pick<ExportDeps, "everyMinutes" | "lateMinutes">;

export interface Applier {
  /**
   * Brings the server to what was accepted and ends the operation. May run again after any part of it.
   * Errors that will not pass by themselves are RemitErrors other than Unavailable; their message is the reason.
   */
  carryOut(context: ApplyContext, operation: OperationRow): Promise<void>;
  giveUp(context: ApplyContext, operation: OperationRow, reason: string): Promise<void>;
}

/** The resource went, or waits for another operation: nothing is left to do for this one. */
export const superseded = (what: string): RemitError =>
  failedPrecondition(`the ${what} no longer waits for this operation`);

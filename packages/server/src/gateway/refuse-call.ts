// How a call ends that the gateway refuses: with the team to ask, in the audit log, counted, and without a word of what
// the request holds.
import { Code } from "@connectrpc/connect";
import type { Logger } from "pino";
import type { AuditEvent } from "../audit/append.ts";
import type { RefusalRecorder } from "../audit/refusals.ts";
import { RemitError } from "../errors.ts";
import { type Contacts, nameContact } from "../resources/contacts.ts";
import { toUnavailable } from "../store/failures.ts";
import { newId } from "../store/ids.ts";
import type { Status } from "./call.ts";
import type { GatewayMetrics } from "./metrics.ts";
import { toStatus } from "./to-status.ts";

export interface RefusedCall {
  /** "" where the path is not known. */
  readonly method: string;
  readonly principal: AuditEvent["principal"];
  readonly address: string;
}

export interface RefuseCallDeps {
  readonly contacts: Pick<Contacts, "find">;
  readonly recorder: Pick<RefusalRecorder, "record">;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
  readonly now: () => Date;
}

const recorded: Readonly<Partial<Record<Code, string>>> = {
  [Code.PermissionDenied]: "PERMISSION_DENIED",
  [Code.Unauthenticated]: "UNAUTHENTICATED",
};
const maxMessage = 1_000;

/** Never rejects. */
export async function refuseCall(deps: RefuseCallDeps, thrown: unknown, refused: RefusedCall): Promise<Status> {
  const { contacts, recorder, metrics, log, now } = deps;
  const requestId = newId();
  const error = await nameContact(contacts, toUnavailable(thrown), refused.principal.id);
  const status = toStatus(error, requestId);
  metrics.refused(refused.method, status.code);
  if (!(error instanceof RemitError)) {
    log.error({ err: error, requestId, method: refused.method }, "a call failed by our fault");
    return status;
  }
  const kind = recorded[error.code];
  if (kind !== undefined)
    await recorder.record({
      at: now(),
      operation: refused.method,
      status: kind,
      principal: refused.principal,
      forwardedFor: refused.address,
      asyncOperationId: "",
      details: { ...error.detail.metadata, message: error.message.slice(0, maxMessage) },
    });
  return status;
}

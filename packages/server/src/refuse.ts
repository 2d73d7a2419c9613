// How a call ends when it is refused or fails: the wire's error, the audit record of a refusal, the log of a fault.
import type { DescMethod, Message } from "@bufbuild/protobuf";
import { Code, type ConnectError } from "@connectrpc/connect";
import type { RefusalRecorder } from "./audit/refusals.ts";
import type { Caller } from "./authenticate/api-key.ts";
import { methods } from "./authorize/methods.ts";
import { idsIn } from "./authorize/request-path.ts";
import { RemitError, toConnectError } from "./errors.ts";
import type { Origin } from "./origin.ts";
import type { Deps } from "./resources/call.ts";
import { nameContact } from "./resources/contacts.ts";
import { toUnavailable } from "./store/failures.ts";

export interface Refused {
  /** An RPC; or what is none, with its name and no type. */
  readonly method: Pick<DescMethod, "name"> & { readonly parent: { readonly typeName: string } };
  readonly caller: Caller | null;
  readonly origin: Origin;
  /** Absent when it was not read. */
  readonly message?: Message;
}

export interface Refuser {
  /** Never throws. After the transaction that refused, never inside it. */
  refuse(error: unknown, refused: Refused): Promise<ConnectError>;
}

const recorded: Readonly<Partial<Record<Code, string>>> = {
  [Code.PermissionDenied]: "PERMISSION_DENIED",
  [Code.Unauthenticated]: "UNAUTHENTICATED",
};

const maxMessage = 1_000;

export function createRefuser(deps: Deps, recorder: RefusalRecorder): Refuser {
  return {
    async refuse(thrown, refused) {
      const named = await nameContact(deps.contacts, toUnavailable(thrown), refused.caller?.principalId ?? "");
      const wire = toConnectError(named, refused.origin.requestId);
      if (wire.code === Code.Internal || wire.code === Code.Unknown) {
        deps.log.error(
          { err: named, requestId: refused.origin.requestId, method: refused.method.name },
          "a call failed by our fault",
        );
      }
      const status = recorded[wire.code];
      if (named instanceof RemitError && status !== undefined)
        await recorder.record(toEvent(deps, named, status, refused));
      return wire;
    },
  };
}

function toEvent(deps: Deps, error: RemitError, status: string, { method, caller, origin, message }: Refused) {
  const row = methods.get(`${method.parent.typeName}/${method.name}`);
  const request = row === undefined || message === undefined ? {} : idsIn(row, message);
  return {
    at: deps.now(),
    operation: method.name,
    status,
    principal: {
      type: caller?.kind ?? ("anonymous" as const),
      id: caller?.principalId ?? "",
      name: caller === null ? "" : deps.snapshots.nameOf(caller.principalId),
      apiKeyId: caller?.apiKeyId ?? "",
    },
    forwardedFor: origin.remoteAddress,
    asyncOperationId: "",
    // A rule names no resource of its own: whom the attempt was about stands in the request only.
    details: {
      ...error.detail.metadata,
      message: error.message.slice(0, maxMessage),
      request,
      ...(caller?.sessionId && { session_id: caller.sessionId }),
    },
  };
}

// The ordered stages that every request passes. Each position has its reason.
import type { DescMethod, Message } from "@bufbuild/protobuf";
import { type ContextValues, createContextKey, type Interceptor, type UnaryRequest } from "@connectrpc/connect";
import type { Caller } from "./authenticate/api-key.ts";
import { authenticate, type Credentials, requireConsole } from "./authenticate/authenticate.ts";
import type { LastUsed } from "./authenticate/last-used.ts";
import type { LimitRequests } from "./authenticate/limit-requests.ts";
import { authorize } from "./authorize/authorize.ts";
import { type MethodRow, methods } from "./authorize/methods.ts";
import { notImplemented } from "./errors.ts";
import { type Origin, originKey } from "./origin.ts";
import type { Refuser } from "./refuse.ts";
import { parseApiVersion } from "./resources/api-version.ts";
import type { Call, Deps } from "./resources/call.ts";
import { callKey } from "./resources/call-key.ts";
import { requireCleanText } from "./resources/clean-text.ts";

export interface PipelineOptions {
  readonly deps: Deps;
  readonly lastUsed: LastUsed;
  readonly refuser: Refuser;
  /** Absent: no limits. */
  readonly requests?: LimitRequests | null;
}

export interface Pipeline {
  /** Runs before the body is read. */
  readonly gate: (call: GatedCall) => Promise<void>;
  /** Runs when the message is decoded. */
  readonly interceptor: Interceptor;
}

export interface GatedCall {
  readonly method: DescMethod;
  readonly header: Headers;
  readonly values: ContextValues;
}

/** What the gate found: who calls; null where a request carries its credential itself. */
const admittedKey = createContextKey<{ readonly caller: Caller | null } | null>(null, { description: "who calls" });

/** Services that carry nothing of the account and need no credential. */
const open = new Set([
  "grpc.health.v1.Health",
  "grpc.reflection.v1.ServerReflection",
  "grpc.reflection.v1alpha.ServerReflection",
]);

export function createPipeline({ deps, lastUsed, refuser, requests }: PipelineOptions): Pipeline {
  return {
    gate: async ({ method, header, values }) => {
      if (open.has(method.parent.typeName)) return;
      try {
        // 1. A method without a row is refused before anything else looks at it.
        const row = requireRow(method);
        // 2. Who: before the body is read, so that a stranger costs one digest and one lookup.
        const credentials = { header, origin: values.get(originKey) };
        if (row.consoleOnly) requireConsole(credentials, deps.addresses.console);
        const caller = row.target.on === "nobody" ? null : await identify(deps, lastUsed, credentials, row);
        // 3. How much: whoever calls too often is told so before anything of the call is read, and waits as long as told.
        if (caller !== null) requests?.take(caller, performance.now());
        values.set(admittedKey, { caller });
      } catch (error) {
        throw await refuser.refuse(error, { method, caller: null, origin: values.get(originKey) });
      }
    },
    interceptor: (next) => async (request) => {
      if (open.has(request.service.typeName)) return next(request);
      const origin = request.contextValues.get(originKey);
      const caller = request.contextValues.get(admittedKey)?.caller ?? null;
      try {
        if (request.stream) throw notImplemented(request.method.name);
        request.contextValues.set(callKey, await admit(deps, request, caller, origin));
        return await next(request);
      } catch (error) {
        const message = request.stream ? {} : { message: request.message as Message };
        throw await refuser.refuse(error, { method: request.method, caller, origin, ...message });
      }
    },
  };
}

function requireRow(method: DescMethod): MethodRow {
  const row = methods.get(`${method.parent.typeName}/${method.name}`);
  if (row === undefined) throw notImplemented(method.name);
  return row;
}

async function identify(deps: Deps, lastUsed: LastUsed, credentials: Credentials, row: MethodRow): Promise<Caller> {
  const now = deps.now();
  const options = { db: deps.database.db, sessions: deps.sessions, consoleAddress: deps.addresses.console };
  // A page that asks now and then how long its session lasts would otherwise keep it for ever.
  const caller = await authenticate(options, credentials, row.consoleOnly !== true, now);
  if (caller.apiKeyId !== "") lastUsed.note(caller.apiKeyId, now);
  return caller;
}

async function admit(deps: Deps, request: UnaryRequest, caller: Caller | null, origin: Origin): Promise<Call> {
  const { method, contextValues, header } = request;
  const row = requireRow(method);
  // A call that came past the gate has no caller, and a caller is what every row but "nobody" asks for.
  if (contextValues.get(admittedKey) === null) throw new Error("the gate was not passed");
  const now = deps.now();
  const message = request.message as Message;
  // 4. Text that no store can hold is refused before it reaches a query.
  requireCleanText(method.input, message);
  // 5. May they. Reads are decided here for good; writes are decided again inside their transaction.
  const view = deps.snapshots.current();
  const principalId = caller?.principalId ?? "";
  await authorize({
    row,
    method,
    message,
    view,
    principalId,
    reader: deps.database.db,
    now: now.getTime(),
  });
  // 6. Only here does a family that is not served say so: who may not call it does not learn that.
  if (!row.served) throw notImplemented(method.name);
  return {
    method: method as Call["method"],
    row,
    request: message,
    caller,
    view,
    apiVersion: parseApiVersion(header.get("temporal-cloud-api-version")),
    requestId: origin.requestId,
    forwardedFor: origin.remoteAddress,
    now,
  };
}

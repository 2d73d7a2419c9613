// Every mutation, in this order: authenticate → authorize → replay → validate → exists → version → nothing to
// change → limits → write. The first three and the last stand here, once; the rest is the resource's own.
// One transaction holds the permission check, the change, the operation row and the audit record.
import { fromBinary, type Message } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { requireUsableKey } from "../authenticate/api-key.ts";
import { requireUsableSession } from "../authenticate/session.ts";
import { authorize } from "../authorize/authorize.ts";
import { digestRequest } from "../authorize/repeated.ts";
import type { Ahead } from "../authorize/snapshots.ts";
import type { PolicyView } from "../authorize/view.ts";
import { invalidField, RemitError, unavailable } from "../errors.ts";
import type { Tx } from "../store/database.ts";
import { classifyFailure, toUnavailable } from "../store/failures.ts";
import { lockOperationId } from "../store/operations.ts";
import { lockPolicy, type PolicyLock } from "../store/policy-lock.ts";
import { type OperationRow, toAsyncOperation } from "./async-operations.ts";
import type { Call, Deps } from "./call.ts";
import { Mutation, type Outcome } from "./mutation.ts";
import { recordMutation } from "./record-mutation.ts";

/** How long an answer waits for work on a Temporal server: most are done by then, and some clients never poll. */
const waitForTemporalMs = 2_000;
const attempts = 4;
const atOnce = <T>(run: () => Promise<T>): Promise<T> => run();

/** @throws RemitError whatever refused it; nothing was changed then */
export async function mutate<Res extends Message>(
  deps: Deps,
  call: Call,
  body: (mutation: Mutation) => Promise<Outcome>,
): Promise<Res> {
  const key = parseOperationId(call);
  const inTurn = call.row.writes === "policy" ? deps.inTurn : atOnce;
  const committed = await withRetries(() =>
    inTurn(() =>
      deps.database.db.transaction().execute(async (tx) => {
        const lock = await lockPolicy(tx, call.row.writes === "policy" ? "update" : "share", call.caller?.apiKeyId);
        const view = await deps.snapshots.at(lock, tx);
        // Whoever waited for the lock is judged by the time at which it is held: keys and grants end meanwhile.
        const held = { ...call, now: deps.now() };
        await decideAgain(deps, held, tx, view, lock);
        const earlier = key === "" ? undefined : await findReplay(tx, held, key);
        if (earlier !== undefined) return { row: earlier, response: replayed(deps, held, earlier), ahead: null };
        const mutation = new Mutation(deps, held, tx, view, key);
        const outcome = await body(mutation);
        return recordMutation(mutation, outcome);
      }),
    ),
  );
  if (call.row.writes === "policy") await takeOver(deps, committed.ahead);
  deps.audited();
  const row = committed.row.needs_temporal ? await settle(deps, committed.row) : committed.row;
  return withOperation(call, committed.response, row) as Res;
}

function parseOperationId(call: Call): string {
  const id = (call.request as Message & { asyncOperationId?: string }).asyncOperationId ?? "";
  if (id !== "" && !/^[A-Za-z0-9._-]{1,128}$/.test(id)) {
    throw invalidField("async_operation_id", "must be at most 128 letters, digits, dots, underscores or hyphens");
  }
  return id;
}

async function decideAgain(deps: Deps, call: Call, tx: Tx, view: PolicyView, { key }: PolicyLock): Promise<void> {
  const { caller, row, method, request, now } = call;
  if (caller === null) return;
  if (caller.sessionId === null) requireUsableKey(key, now);
  else await requireUsableSession(tx, caller.sessionId, deps.sessions, now);
  const principalId = caller.principalId;
  await authorize({
    row,
    method,
    message: request,
    view,
    principalId,
    reader: tx,
    now: now.getTime(),
  });
}

/** Same key, same caller, same request: the first answer. Anything else about a known key is refused without data. */
async function findReplay(tx: Tx, call: Call, key: string): Promise<OperationRow | undefined> {
  // Who changes access rules has queued on their version already; a retry of anything else may overtake its first attempt.
  if (call.row.writes !== "policy") await lockOperationId(tx, key);
  const row = await tx.selectFrom("operations").selectAll().where("id", "=", key).executeTakeFirst();
  if (row === undefined) return undefined;
  const same =
    row.principal_id === (call.caller?.principalId ?? "") &&
    row.rpc === call.method.name &&
    Buffer.compare(row.request_digest, digestRequest(call.method, call.request)) === 0;
  if (!same) {
    throw new RemitError(
      Code.InvalidArgument,
      "IDEMPOTENCY_KEY_REUSED",
      "async_operation_id: was used for another request",
      {
        field: "async_operation_id",
      },
    );
  }
  return row;
}

function replayed(deps: Deps, call: Call, row: OperationRow): Message {
  const response = fromBinary(call.method.output, row.response) as Message & Record<string, unknown>;
  const open = row.secret !== null && row.secret_expires_at !== null && row.secret_expires_at > call.now;
  if (open && row.secret !== null) {
    const secret = deps.secrets.open(row.secret, row.uid);
    if (secret !== null) response.token = secret;
  }
  return response;
}

/** The commit stands whatever happens here: a view that cannot be refreshed now refuses until it can. */
async function takeOver(deps: Deps, ahead: Ahead | null): Promise<void> {
  await deps.snapshots
    .takeOver(ahead)
    .catch((error: unknown) => deps.log.warn({ err: error }, "access rules could not be refreshed"));
}

async function settle(deps: Deps, row: OperationRow): Promise<OperationRow> {
  if (row.finished_at === null) await deps.startOperation(row.uid, waitForTemporalMs);
  const query = deps.database.db.selectFrom("operations").selectAll().where("uid", "=", row.uid);
  return (await query.executeTakeFirst().catch(() => undefined)) ?? row;
}

function withOperation(call: Call, response: Message, row: OperationRow): Message {
  const hasOperation = call.method.output.fields.some((field) => field.localName === "asyncOperation");
  return hasOperation ? Object.assign(response, { asyncOperation: toAsyncOperation(row) }) : response;
}

async function withRetries<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (error instanceof RemitError) throw error;
      const failure = classifyFailure(error);
      if (failure.kind === "conflict" && attempt < attempts) continue;
      throw failure.kind === "duplicate" ? duplicate(failure.constraint, error) : toUnavailable(error);
    }
  }
}

/** A race that the unique index decided: the loser reads what it would have read a moment later. */
function duplicate(constraint: string, cause: unknown): RemitError {
  if (constraint === "operations_id") return unavailable("the same request is being carried out", cause);
  return new RemitError(Code.AlreadyExists, "ALREADY_EXISTS", `already exists (${constraint.replaceAll("_", " ")})`, {
    cause,
  });
}

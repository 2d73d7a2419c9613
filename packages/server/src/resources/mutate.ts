// Every mutation, in this order: authenticate → authorize → replay → validate → exists → version → nothing to
// change → limits → write. The first three and the last stand here, once; the rest is the resource's own.
// One transaction holds the permission check, the change, the operation row and the audit record.
import { clone, create, type DescMessage, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { appendAudit } from "../audit/append.ts";
import { requireUsableKey } from "../authenticate/api-key.ts";
import { requireUsableSession } from "../authenticate/session.ts";
import { authorize } from "../authorize/authorize.ts";
import { digestRequest } from "../authorize/repeated.ts";
import type { PolicyView } from "../authorize/view.ts";
import { invalidField, RemitError, unavailable } from "../errors.ts";
import type { Tx } from "../store/database.ts";
import { classifyFailure, toUnavailable } from "../store/failures.ts";
import { newId, newOperationId } from "../store/ids.ts";
import { lockOperationId } from "../store/operations.ts";
import type { PolicyEntityKind } from "../store/schema/policy.ts";
import { type OperationRow, toAsyncOperation } from "./async-operations.ts";
import type { Call, Deps } from "./call.ts";
import { coverCallSites } from "./cover-call-sites.ts";
import { publishPolicy, type Touched } from "./publish-policy.ts";
import { requireRoomToRun } from "./running-operations.ts";
import { replayWindowMs } from "./secret-box.ts";

/** How long an answer waits for work on a Temporal server: most are done by then, and some clients never poll. */
const waitForTemporalMs = 2_000;
const attempts = 4;

/** Who acts, and by which key and session, as the audit log names them; "" for none. */
interface Actor {
  readonly id: string;
  readonly kind: "user" | "serviceaccount";
  readonly apiKeyId?: string;
  readonly sessionId?: string;
}

/** One mutation under way: what its body may use, and what it tells. */
export class Mutation {
  readonly deps: Deps;
  readonly call: Call;
  readonly tx: Tx;
  readonly view: PolicyView;
  readonly now: Date;
  /** Unix milliseconds of `now`, for decisions. */
  readonly nowMs: number;
  /** The operation's internal id: input of its workflow. */
  readonly operationUid: string = newId();
  /** The operation's wire id. */
  readonly operationId: string;
  readonly changes: Touched[] = [];
  target: { type: string; id: string; details: Readonly<Record<string, unknown>> } = { type: "", id: "", details: {} };
  needsTemporal = false;
  coverChecked = false;
  secret: { field: string; value: string } | null = null;
  /** Who did it, where the call itself had no caller (an accepted invitation, a sign-in). */
  actor: Actor | null;

  constructor(deps: Deps, call: Call, tx: Tx, view: PolicyView, operationId: string) {
    this.deps = deps;
    this.call = call;
    this.tx = tx;
    this.view = view;
    this.now = call.now;
    this.nowMs = call.now.getTime();
    this.operationId = operationId;
    this.actor = toActor(call.caller);
  }

  get principalId(): string {
    return this.actor?.id ?? "";
  }

  /** Something that decisions depend on was written: every process reloads it. */
  touch(kind: PolicyEntityKind, id: string): void {
    this.changes.push({ kind, id });
  }

  /** What the audit record and the operation row say it was about. Never a secret. */
  about(type: string, id: string, details: Readonly<Record<string, unknown>> = {}): void {
    this.target = { type, id, details };
  }
}

/** The part of the response that the body makes; the operation is added here. */
export type Outcome = Readonly<Record<string, unknown>>;

/** @throws RemitError whatever refused it; nothing was changed then */
export async function mutate<Res extends Message>(
  deps: Deps,
  call: Call,
  body: (mutation: Mutation) => Promise<Outcome>,
): Promise<Res> {
  const key = parseOperationId(call);
  const committed = await withRetries(() =>
    deps.database.db.transaction().execute(async (tx) => {
      const view = await lockView(deps, call, tx);
      await decideAgain(deps, call, tx, view);
      const earlier = key === "" ? undefined : await findReplay(tx, call, key);
      if (earlier !== undefined) return { row: earlier, response: replayed(deps, call, earlier) };
      const mutation = new Mutation(deps, call, tx, view, key === "" ? newOperationId() : key);
      const outcome = await body(mutation);
      return finish(mutation, outcome);
    }),
  );
  if (call.row.writes === "policy") await refreshView(deps);
  deps.audited();
  const row = committed.row.needs_temporal ? await settle(deps, committed.row) : committed.row;
  return withOperation(call, committed.response, row) as Res;
}

function toActor(caller: Call["caller"]): Actor | null {
  if (caller === null) return null;
  const { principalId, kind, apiKeyId, sessionId } = caller;
  return { id: principalId, kind, apiKeyId, ...(sessionId !== null && { sessionId }) };
}

function parseOperationId(call: Call): string {
  const id = (call.request as Message & { asyncOperationId?: string }).asyncOperationId ?? "";
  if (id !== "" && !/^[A-Za-z0-9._-]{1,128}$/.test(id)) {
    throw invalidField("async_operation_id", "must be at most 128 letters, digits, dots, underscores or hyphens");
  }
  return id;
}

/**
 * Writers of anything that decisions depend on queue on the version row, so rules that span rows (last owner,
 * quotas, names) hold; all others share it, so that no decision is older than the rules it is made by.
 */
async function lockView(deps: Deps, call: Call, tx: Tx): Promise<PolicyView> {
  const query = tx.selectFrom("policy_version").select("version");
  const locked = call.row.writes === "policy" ? query.forUpdate() : query.forShare();
  const { version } = await locked.executeTakeFirstOrThrow();
  return deps.snapshots.at(version, tx);
}

async function decideAgain(deps: Deps, call: Call, tx: Tx, view: PolicyView): Promise<void> {
  const { caller, row, method, request, now } = call;
  if (caller === null) return;
  if (caller.sessionId === null) await requireUsableKey(tx, caller.apiKeyId, now);
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

async function finish(mutation: Mutation, outcome: Outcome): Promise<{ row: OperationRow; response: Message }> {
  const { call, tx, changes } = mutation;
  requireHonest(mutation);
  if (mutation.needsTemporal) await requireRoomToRun(tx, mutation.deps.operations.atOnce);
  await publishPolicy(tx, changes);
  const response = create(call.method.output as DescMessage, { ...outcome });
  const row = await insertOperation(mutation, response);
  await appendAudit(tx, {
    at: mutation.now,
    operation: call.method.name,
    status: "OK",
    principal: {
      type: mutation.actor?.kind ?? "anonymous",
      id: mutation.principalId,
      name: principalName(mutation),
      apiKeyId: mutation.actor?.apiKeyId ?? "",
    },
    forwardedFor: call.forwardedFor,
    asyncOperationId: mutation.operationId,
    details: {
      resource_type: mutation.target.type,
      resource_id: mutation.target.id,
      ...mutation.target.details,
      ...(mutation.actor?.sessionId && { session_id: mutation.actor.sessionId }),
    },
  });
  const { secret } = mutation;
  if (secret === null) return { row, response };
  return { row, response: Object.assign(clone(call.method.output, response), { [secret.field]: secret.value }) };
}

/** Mistakes of ours that must not reach a commit: they would be wrong ALLOWs. */
function requireHonest(mutation: Mutation): void {
  const { row, method } = mutation.call;
  if (mutation.changes.length > 0 && row.writes !== "policy") {
    throw new Error(`${method.name} changed access rules under a shared lock`);
  }
  if (method.name in coverCallSites && !mutation.coverChecked) {
    throw new Error(`${method.name} reached its commit without the cover rule`);
  }
}

async function insertOperation(mutation: Mutation, response: Message): Promise<OperationRow> {
  const { call, tx, deps, secret, target, needsTemporal, now } = mutation;
  const uid = mutation.operationUid;
  // Without a key of the caller's nobody can ask for the answer again: then the secret is kept nowhere.
  const kept = parseOperationId(call) === "" ? null : secret;
  return tx
    .insertInto("operations")
    .values({
      uid,
      id: mutation.operationId,
      principal_id: mutation.principalId,
      rpc: call.method.name,
      request_digest: digestRequest(call.method, call.request),
      request: needsTemporal ? toBinary(call.method.input, call.request) : null,
      response: toBinary(call.method.output, response),
      secret: kept === null ? null : deps.secrets.seal(kept.value, uid),
      secret_expires_at: kept === null ? null : new Date(now.getTime() + replayWindowMs),
      resource_type: target.type,
      resource_id: target.id,
      state: needsTemporal ? "PENDING" : "FULFILLED",
      needs_temporal: needsTemporal,
      created_at: now,
      started_at: needsTemporal ? null : now,
      finished_at: needsTemporal ? null : now,
      failure_reason: "",
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

function principalName(mutation: Mutation): string {
  return mutation.deps.snapshots.nameOf(mutation.principalId);
}

/** The commit stands whatever happens here: a view that cannot be refreshed now refuses until it can. */
async function refreshView(deps: Deps): Promise<void> {
  await deps.snapshots
    .refresh()
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

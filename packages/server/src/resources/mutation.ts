// One mutation under way: what the body of an RPC may use, and what it tells.
import type { CommonTableExpressionFactory } from "kysely";
import type { PolicyView } from "../authorize/view.ts";
import type { Tx } from "../store/database.ts";
import { newId, newOperationId } from "../store/ids.ts";
import type { Touched } from "../store/policy-data.ts";
import type { PolicyEntityKind } from "../store/schema/policy.ts";
import type { Schema } from "../store/schema.ts";
import type { Call, Deps } from "./call.ts";

/** Who acts, and by which key and session, as the audit log names them; "" for none. */
interface Actor {
  readonly id: string;
  readonly kind: "user" | "serviceaccount";
  readonly apiKeyId?: string;
  readonly sessionId?: string;
}

type LastWrite = CommonTableExpressionFactory<Schema, string>;

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
  /** The operation's wire id: the caller's or ours. */
  readonly operationId: string;
  /** Whether the caller can ask for the answer again. */
  readonly isRepeatable: boolean;
  readonly changes: Touched[] = [];
  /** What `writeLast` was given. */
  readonly last: LastWrite[] = [];
  target: { type: string; id: string; details: Readonly<Record<string, unknown>> } = { type: "", id: "", details: {} };
  needsTemporal = false;
  coverChecked = false;
  secret: { field: string; value: string } | null = null;
  /** Who did it, where the call itself had no caller (an accepted invitation, a sign-in). */
  actor: Actor | null;

  /** @param key the operation id that the caller chose; "" for none */
  constructor(deps: Deps, call: Call, tx: Tx, view: PolicyView, key: string) {
    this.deps = deps;
    this.call = call;
    this.tx = tx;
    this.view = view;
    this.now = call.now;
    this.nowMs = call.now.getTime();
    this.operationId = key === "" ? newOperationId() : key;
    this.isRepeatable = key !== "";
    this.actor = toActor(call.caller);
  }

  get principalId(): string {
    return this.actor?.id ?? "";
  }

  /** Something that decisions depend on was written: every process reloads it. A custom role may be given as it is then. */
  touch(kind: PolicyEntityKind, id: string, role?: Touched["role"]): void {
    this.changes.push({ kind, id, ...(role && { role }) });
  }

  /**
   * Written by the statement that ends the mutation: others wait for one round trip less. Nothing that the body does
   * afterwards may read it.
   */
  writeLast(write: LastWrite): void {
    this.last.push(write);
  }

  /** What the audit record and the operation row say it was about. Never a secret. */
  about(type: string, id: string, details: Readonly<Record<string, unknown>> = {}): void {
    this.target = { type, id, details };
  }
}

/** The part of the response that the body makes; the operation is added here. */
export type Outcome = Readonly<Record<string, unknown>>;

function toActor(caller: Call["caller"]): Actor | null {
  if (caller === null) return null;
  const { principalId, kind, apiKeyId, sessionId } = caller;
  return { id: principalId, kind, apiKeyId, ...(sessionId !== null && { sessionId }) };
}

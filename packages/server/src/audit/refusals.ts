// Refused attempts are recorded too, after the transaction that refused them. Repeats are counted instead of stored
// one by one, so that a flood of refusals cannot fill the log.
import type { Logger } from "pino";
import type { Db } from "../store/database.ts";
import { type AuditEvent, appendAudit } from "./append.ts";

const windowMs = 60_000;
/** Distinct refusals of one caller that are told apart at a time; its further ones are counted together. */
const maxPerCaller = 200;
/** The same over all callers. */
const maxKeys = 5_000;

interface Repeats {
  readonly first: AuditEvent;
  count: number;
}

export class RefusalRecorder {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #audited: () => void;
  readonly #seen = new Map<string, Repeats>();
  /** Distinct refusals by caller: whoever causes many must not hide those of others. */
  readonly #callers = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(db: Db, log: Logger, audited: () => void) {
    this.#db = db;
    this.#log = log;
    this.#audited = audited;
    this.#timer = setInterval(() => void this.flush(), windowMs);
    this.#timer.unref();
  }

  /** Never throws: the caller is refused whether or not it could be recorded. */
  async record(event: AuditEvent): Promise<void> {
    const caller = callerOf(event);
    const known = this.#callers.get(caller) ?? 0;
    const key = this.#keyOf(event, caller, known);
    const seen = this.#seen.get(key);
    if (seen !== undefined) {
      seen.count += 1;
      return;
    }
    const first = key === anybody ? ofAnybody(event) : event;
    this.#seen.set(key, { first, count: 0 });
    if (key !== anybody) this.#callers.set(caller, known + 1);
    await this.#append(first);
  }

  #keyOf(event: AuditEvent, caller: string, known: number): string {
    const own = keyOf(event);
    if (this.#seen.has(own)) return own;
    if (this.#seen.size >= maxKeys) return anybody;
    return known < maxPerCaller ? own : caller;
  }

  /** Writes what was only counted, and begins a new window. */
  async flush(): Promise<void> {
    const repeats = [...this.#seen.values()].filter(({ count }) => count > 0);
    this.#seen.clear();
    this.#callers.clear();
    for (const { first, count } of repeats) {
      await this.#append({ ...first, at: new Date(), details: { ...first.details, repeated: count } });
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  async #append(event: AuditEvent): Promise<void> {
    try {
      await appendAudit(this.#db, event);
      this.#audited();
    } catch (error) {
      this.#log.error({ err: error, operation: event.operation }, "a refusal could not be recorded");
    }
  }
}

/** Under this are counted the refusals of all whom there is no room to tell apart. */
const anybody = "";

/** What is left to say of refusals of many callers: it must not name the one who came first as having caused them all. */
const ofAnybody = ({ at }: AuditEvent): AuditEvent => ({
  at,
  operation: "RefusedCalls",
  status: "UNKNOWN",
  principal: { type: "anonymous", id: "", name: "", apiKeyId: "" },
  forwardedFor: "",
  asyncOperationId: "",
  details: { reason: "more refusals than are told apart in a minute, of any callers and calls" },
});

/** A stranger is known by the address alone. */
const callerOf = ({ principal, forwardedFor }: AuditEvent): string => principal.id || `address ${forwardedFor}`;

function keyOf({ operation, status, principal, forwardedFor, details }: AuditEvent): string {
  return JSON.stringify([
    operation,
    status,
    principal.id,
    forwardedFor,
    details.resource_type,
    details.resource_id,
    details.request,
  ]);
}

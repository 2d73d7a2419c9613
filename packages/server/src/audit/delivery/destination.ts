// What every place has that audit records are delivered to.
import type { StreamRecord } from "./stream-record.ts";

export interface Destination {
  /**
   * In this order, and everything or a first part of it. Resolves once all of it is acknowledged.
   * @throws DeliveryError, which says how many were
   */
  send(records: readonly StreamRecord[], signal: AbortSignal): Promise<void>;
  close(): void | Promise<void>;
}

/** One that can be tried. */
export interface SinkDestination extends Destination {
  /** Delivers an empty object. @throws DeliveryError */
  probe(signal: AbortSignal): Promise<void>;
}

export type FailureKind = "configuration" | "internal";

export class DeliveryError extends Error {
  /** "configuration": whoever configured the place must act. "internal": it is away, or nobody knows. */
  readonly kind: FailureKind;
  /** How many of the records were acknowledged before. */
  readonly acknowledged: number;

  constructor(kind: FailureKind, message: string, acknowledged = 0, cause?: unknown) {
    super(toOneLine(message), { cause });
    this.name = "DeliveryError";
    this.kind = kind;
    this.acknowledged = acknowledged;
  }
}

/** What a place says is shown to people: one line of bounded length. */
const toOneLine = (message: string): string => message.replace(/[\p{Cc}\s]+/gu, " ").slice(0, 500);

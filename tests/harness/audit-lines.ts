// What a receiver of audit records can check with nothing but what it got, as docs/audit.md says it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";

export interface AuditLine {
  readonly emit_time: string;
  readonly operation: string;
  readonly status: string;
  readonly log_id: string;
  readonly principal: {
    readonly type: string;
    readonly id: string;
    readonly name: string;
    readonly api_key_id: string;
  };
  readonly raw_details: Readonly<Record<string, unknown>>;
  readonly x_forwarded_for: string;
  readonly async_operation_id: string;
  readonly request_id: string;
  readonly remit: {
    readonly account: string;
    readonly seq: number;
    readonly previous_hash: string;
    readonly hash: string;
  };
}

export const parseLines = (lines: readonly string[]): AuditLine[] => lines.map((line) => JSON.parse(line) as AuditLine);

/** Each record once, in the order in which it was seen first. */
export const withoutRepeats = (lines: readonly AuditLine[]): AuditLine[] => [
  ...new Map(lines.map((line) => [line.remit.seq, line])).values(),
];

/** Fails unless the records, repeats aside, go from one number to another without a gap, in order, and none was changed. */
export function assertWhole(lines: readonly AuditLine[], first: number, last: number): void {
  const seen = withoutRepeats(lines);
  assert.deepEqual(
    seen.map(({ remit }) => remit.seq),
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );
  for (const [index, line] of seen.entries()) {
    if (index > 0) assert.equal(line.remit.previous_hash, seen[index - 1]?.remit.hash, `before ${line.remit.seq}`);
    assert.equal(hashOf(line), line.remit.hash, `record ${line.remit.seq} was changed`);
  }
}

function hashOf(line: AuditLine): string {
  const { principal, remit } = line;
  const canonical = JSON.stringify([
    remit.seq,
    line.log_id,
    line.emit_time,
    line.operation,
    line.status,
    principal.type,
    principal.id,
    principal.name,
    principal.api_key_id,
    line.x_forwarded_for,
    line.async_operation_id,
    sortKeys(line.raw_details),
  ]);
  return createHash("sha256").update(Buffer.from(remit.previous_hash, "hex")).update(canonical).digest("hex");
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

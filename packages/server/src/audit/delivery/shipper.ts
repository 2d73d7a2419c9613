// Brings the records of the chain to one place after the other's need: in order, at least once. A place's cursor moves only
// once the place has acknowledged, so whatever ends in between is sent again. Whoever sends holds the place's lease and
// sends only from behind the cursor that it took with it: should two ever send at once, each sends a stretch without a gap
// from there, and what a receiver sees first of each record is in order.
import type { Logger } from "pino";
import { readChained } from "../../store/audit-logs.ts";
import {
  advanceStream,
  noteStreamFailure,
  releaseStream,
  renewStream,
  type StreamLease,
  takeStream,
} from "../../store/audit-streams.ts";
import type { Db } from "../../store/database.ts";
import { DeliveryError, type Destination } from "./destination.ts";
import { type StreamRecord, toStreamRecord } from "./stream-record.ts";

/** So long nobody else sends. A sending is given up at half of it, so that it ends while the lease still holds. */
const defaultLeaseSeconds = 30;
const batchRecords = 100;
/** Records have some 2 kB; one has what a whole matrix takes. */
const batchBytes = 1024 * 1024;

export interface ShipperOptions {
  readonly db: Db;
  readonly log: Logger;
  readonly now: () => Date;
  readonly accountId: string;
  /** Of this process. */
  readonly holder: string;
  readonly leaseSeconds?: number;
}

/** Sends all that waits, unless somebody else does. Never throws. */
export async function ship(
  options: ShipperOptions,
  id: string,
  openDestination: () => Promise<Destination>,
  stopping: AbortSignal,
): Promise<void> {
  const { db, holder, leaseSeconds = defaultLeaseSeconds, log } = options;
  const lease = await takeStream(db, id, holder, leaseSeconds);
  if (lease === null) return;
  try {
    await shipAll(options, lease, await openDestination(), stopping);
    await releaseStream(db, lease);
  } catch (error) {
    const failure = toFailure(error);
    const { kind, message } = failure;
    // Of a place's failure the words only: what a provider's error has besides, headers for one, is nothing for a log.
    const told = error instanceof DeliveryError ? { kind, reason: message } : { err: error };
    log.warn({ ...told, stream: id }, "audit records could not be delivered; they will be");
    await noteStreamFailure(db, lease, { kind, message, at: options.now() });
  }
}

/** @throws DeliveryError */
async function shipAll(
  options: ShipperOptions,
  lease: StreamLease,
  destination: Destination,
  stopping: AbortSignal,
): Promise<void> {
  const { db, leaseSeconds = defaultLeaseSeconds } = options;
  for (let { seq } = lease; !stopping.aborted; ) {
    const records = await readBatch(options, seq);
    if (records.length === 0 || !(await renewStream(db, lease, leaseSeconds))) return;
    const sent = await sendBatch(destination, records, (leaseSeconds * 1_000) / 2, stopping);
    const last = records[sent.acknowledged - 1];
    if (last !== undefined) {
      // Overtaken: the other one sends it again, and goes on.
      if (!(await advanceStream(db, lease, last.seq, options.now()))) return;
      seq = last.seq;
    }
    if (sent.failure !== null && !stopping.aborted && !(sent.timedOut && sent.acknowledged > 0)) throw sent.failure;
  }
}

interface Sent {
  readonly acknowledged: number;
  readonly failure: DeliveryError | null;
  /** It was given up; a slow place that took a part of it has not failed. */
  readonly timedOut: boolean;
}

async function sendBatch(
  destination: Destination,
  records: readonly StreamRecord[],
  timeoutMs: number,
  stopping: AbortSignal,
): Promise<Sent> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    await destination.send(records, AbortSignal.any([timeout, stopping]));
    return { acknowledged: records.length, failure: null, timedOut: false };
  } catch (error) {
    const failure = toFailure(error);
    return { acknowledged: failure.acknowledged, failure, timedOut: timeout.aborted };
  }
}

/** What went wrong with us is nobody's to read; the log has it. */
const toFailure = (error: unknown): DeliveryError =>
  error instanceof DeliveryError ? error : new DeliveryError("internal", "internal error", 0, error);

async function readBatch({ db, accountId, log }: ShipperOptions, seq: number): Promise<StreamRecord[]> {
  const rows = await readChained(db, seq, batchRecords);
  const before = rows[0]?.chain_seq === seq ? rows.shift() : undefined;
  let previous = before?.chain_hash ?? new Uint8Array();
  let expected = seq;
  let bytes = 0;
  const records: StreamRecord[] = [];
  for (const row of rows) {
    const record = toStreamRecord(accountId, row, previous);
    bytes += record.json.length;
    if (records.length > 0 && bytes > batchBytes) break;
    // The receiver sees it by the numbers, too. What is left must arrive all the same.
    if (record.seq !== expected + 1) log.error({ seq: expected + 1 }, "audit records are missing in the chain");
    expected = record.seq;
    previous = row.chain_hash ?? new Uint8Array();
    records.push(record);
  }
  return records;
}

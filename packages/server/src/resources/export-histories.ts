// What an export sink does: the histories of workflows that closed since the last run go to its object store, at least
// once each.
//
// Time is exported piece by piece. A run of the export reads the piece's closed workflows from visibility, leaves out
// those that were written already, writes the others as files, and remembers each file's runs before it goes on; when the
// piece is done, the sink has come to its end. Visibility learns of a closed workflow late, so each piece is read together
// with the time before it, in which what was remembered tells what is new.

import { ExportSink_Health as Health } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import type { Logger } from "pino";
import type { ObjectStore } from "../object-stores/destination.ts";
import type { Database, Reader } from "../store/database.ts";
import {
  forgetExportedRuns,
  readExportedRuns,
  readSinksToExport,
  readSinkToExport,
  type SinkProgress,
  type SinkToExport,
  saveExportedRuns,
  saveSinkProgress,
} from "../store/export-progress.ts";
import type { ClosedRun } from "../temporal/closed-workflows.ts";
import type { Deps } from "./call.ts";
import { ExportFile } from "./export-file.ts";
import { toExportKey } from "./export-key.ts";
import { toDestination } from "./export-sink-spec.ts";
import { toStoredSpec } from "./export-sinks.ts";
import { describeSinkFailure, probeObjectStore } from "./probe-object-store.ts";

const minuteMs = 60_000;
/** So much time at once: after an outage the oldest go first, before their retention ends. */
const pieceMs = 60 * minuteMs;
/** A piece that was interrupted is gone on with under its first name for so long; after that it is begun again. */
const resumedMs = 15 * minuteMs;
/** A sink to which nothing goes is tried so often, to tell that it would work. */
const probedMs = 60 * minuteMs;
const uploadMs = 5 * minuteMs;
/** One pass ends about then, with a file; the next one goes on behind it. */
const passMs = 5 * minuteMs;
/** Histories that are read at once. */
const parallel = 8;

/** How the workflows of a Namespace are read from its server. */
export interface ClosedWorkflows {
  list(piece: { readonly from: Date; readonly to: Date }): AsyncIterable<readonly ClosedRun[]>;
  /** Null when it is gone. */
  readHistory(run: ClosedRun): Promise<readonly Uint8Array[] | null>;
}

export interface ExportDeps extends Pick<Deps, "openObjectStore" | "now"> {
  readonly database: Database;
  readonly log: Logger;
  readonly everyMinutes: number;
  /** How late visibility may learn of a closed workflow. */
  readonly lateMinutes: number;
  /** @throws RemitError when the server does not answer, or has no such Namespace of ours */
  readonly openWorkflows: (sink: SinkToExport) => Promise<ClosedWorkflows>;
}

/** Of Namespaces in another state a server has nothing, or will soon have nothing. */
const withHistories: readonly number[] = [
  ResourceState.ACTIVE,
  ResourceState.UPDATING,
  ResourceState.UPDATE_FAILED,
  ResourceState.DELETE_FAILED,
];

/** Internal ids of the sinks that are switched on. */
export const findSinksToExport = (reader: Reader): Promise<string[]> => readSinksToExport(reader, withHistories);

/** Exports to every sink once, all that there is. */
export async function exportEverything(deps: ExportDeps): Promise<void> {
  for (const uid of await findSinksToExport(deps.database.db)) {
    for (let hasMore = true; hasMore; ) hasMore = await exportHistories(deps, uid);
  }
}

/** Somebody changed the sink: what is under way for it is not wanted any more. */
class SinkChanged extends Error {}

/**
 * Exports one piece of time, or what can be done of it in a while. True when there is more to do at once. What goes wrong is written to the sink's health, and
 * tried again by the next run.
 * @throws Error when the store of ours does not answer
 */
export async function exportHistories(deps: ExportDeps, sinkUid: string): Promise<boolean> {
  const { db } = deps.database;
  const sink = await readSinkToExport(db, sinkUid);
  if (sink === undefined) return false;
  try {
    const piece = await beginPiece(deps, sink);
    const { files, whole } = await exportPiece(deps, sink, piece);
    if (!whole) return true;
    if (files === 0) await probeNowAndThen(deps, sink);
    await endPiece(deps, sink, piece, files);
    return piece.hasMore;
  } catch (error) {
    if (error instanceof SinkChanged) return false;
    await noteFailure(deps, sink, error);
    return false;
  }
}

interface Piece {
  readonly from: Date;
  readonly to: Date;
  /** When it was begun: the time in its objects' names. */
  readonly startedAt: Date;
  readonly hasMore: boolean;
}

async function beginPiece({ database, now, lateMinutes }: ExportDeps, sink: SinkToExport): Promise<Piece> {
  const { begins_at, exported_until, window_end, window_started_at } = sink;
  const from = new Date(Math.max(begins_at.getTime(), exported_until.getTime() - lateMinutes * minuteMs));
  const at = now();
  const resumed = window_started_at !== null && at.getTime() - window_started_at.getTime() < resumedMs;
  if (window_end !== null && resumed) {
    return {
      from,
      to: window_end,
      startedAt: window_started_at,
      hasMore: at.getTime() - window_end.getTime() > pieceMs,
    };
  }
  // A clock that was set back must not take the sink with it.
  const end = Math.max(exported_until.getTime(), Math.min(at.getTime(), exported_until.getTime() + pieceMs));
  const to = new Date(end);
  await save(database.db, sink, { window_end: to, window_started_at: at });
  return { from, to, startedAt: at, hasMore: at.getTime() - end > 0 };
}

/** How many files were written, and whether all of the piece is. */
async function exportPiece(
  deps: ExportDeps,
  sink: SinkToExport,
  piece: Piece,
): Promise<{ readonly files: number; readonly whole: boolean }> {
  const end = Date.now() + passMs;
  const workflows = await deps.openWorkflows(sink);
  const store = await deps.openObjectStore(toDestination(toStoredSpec(sink)), sink.namespace_id);
  try {
    let [file, runs, files]: [ExportFile, ClosedRun[], number] = [new ExportFile(), [], 0];
    const flush = async () => {
      await writeFile(deps, sink, piece, store, file, runs);
      if (!file.isEmpty) files += 1;
      [file, runs] = [new ExportFile(), []];
    };
    for await (const page of workflows.list(piece)) {
      for (const group of inGroups(await findNew(deps, sink, page))) {
        const histories = await Promise.all(group.map((run) => workflows.readHistory(run)));
        for (const [index, run] of group.entries()) {
          // Deleted, by somebody or by its retention: there is nothing left to keep.
          const history = histories[index];
          if (history != null) file.add(history);
          runs.push(run);
          if (file.isFull) await flush();
        }
        if (Date.now() < end) continue;
        await flush();
        return { files, whole: false };
      }
    }
    await flush();
    return { files, whole: true };
  } finally {
    store.close();
  }
}

async function findNew(
  { database }: ExportDeps,
  { uid }: SinkToExport,
  page: readonly ClosedRun[],
): Promise<readonly ClosedRun[]> {
  const ids = page.map(({ runId }) => runId);
  const known = await readExportedRuns(database.db, uid, ids);
  return page.filter(({ runId }) => !known.has(runId));
}

function* inGroups(runs: readonly ClosedRun[]): Generator<readonly ClosedRun[]> {
  for (let from = 0; from < runs.length; from += parallel) yield runs.slice(from, from + parallel);
}

/** First the object, then that it was written: what happens in between is written twice, and nothing is left out. */
async function writeFile(
  { database, everyMinutes }: ExportDeps,
  sink: SinkToExport,
  { startedAt }: Piece,
  store: ObjectStore,
  file: ExportFile,
  runs: readonly ClosedRun[],
): Promise<void> {
  if (!file.isEmpty) {
    const ids = runs.map(({ runId }) => runId);
    const key = toExportKey(sink.namespace_id, sink.uid, startedAt, everyMinutes, ids);
    await store.put(key, file.toBytes(), AbortSignal.timeout(uploadMs));
  }
  await database.db.transaction().execute(async (tx) => {
    // Also takes the row, so that it is still this one while its runs are written.
    await save(tx, sink, { window_started_at: startedAt });
    await saveExportedRuns(tx, sink.uid, runs);
  });
}

async function endPiece(
  { database, now, lateMinutes }: ExportDeps,
  sink: SinkToExport,
  { to }: Piece,
  files: number,
): Promise<void> {
  const at = now();
  await database.db.transaction().execute(async (tx) => {
    await save(tx, sink, {
      exported_until: to,
      window_end: null,
      window_started_at: null,
      health: Health.OK,
      error_message: "",
      last_check_at: at,
      ...(files > 0 && { last_export_at: at }),
    });
    await forgetExportedRuns(tx, sink.uid, new Date(to.getTime() - lateMinutes * minuteMs));
  });
}

async function probeNowAndThen({ openObjectStore, now }: ExportDeps, sink: SinkToExport): Promise<void> {
  const { health, last_check_at, namespace_id } = sink;
  const isRecent = last_check_at !== null && now().getTime() - last_check_at.getTime() < probedMs;
  if (health === Health.OK && isRecent) return;
  await probeObjectStore(openObjectStore, toDestination(toStoredSpec(sink)), namespace_id);
}

async function noteFailure({ database, log, now }: ExportDeps, sink: SinkToExport, error: unknown): Promise<void> {
  const { message, configuration } = describeSinkFailure(error);
  const about = { namespace: sink.namespace_id, sink: sink.name };
  log.warn({ err: error, ...about }, "histories could not be exported; it will be tried again");
  await saveSinkProgress(database.db, sink, {
    health: configuration ? Health.ERROR_USER_CONFIGURATION : Health.ERROR_INTERNAL,
    error_message: message,
    last_check_at: now(),
  });
}

async function save(reader: Reader, sink: SinkToExport, change: SinkProgress) {
  if (!(await saveSinkProgress(reader, sink, change))) throw new SinkChanged();
}

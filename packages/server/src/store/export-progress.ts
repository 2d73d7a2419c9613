// How far each export sink has come. All that is written here is written for the version of the sink that was read:
// whoever changed the sink meanwhile has the last word, and what was under way for it changes nothing any more.
import { sql } from "kysely";
import type { Reader, Tx } from "./database.ts";
import type { ExportSinkRow } from "./export-sinks.ts";

/** A sink that is to be exported to, with what it takes to find its Namespace's workflows. */
export interface SinkToExport extends ExportSinkRow {
  readonly namespace_id: string;
  /** Its name and id on the server, where they are not ours: of one that was adopted. */
  readonly server_name: string | null;
  readonly server_id: string | null;
  readonly active_region: string;
}

export interface RunClosed {
  readonly runId: string;
  readonly closedAt: Date;
}

/** Those that are switched on, of Namespaces in one of `states`; those that were looked at longest ago first. */
export async function readSinksToExport(reader: Reader, states: readonly number[]): Promise<string[]> {
  const rows = await reader
    .selectFrom("export_sinks")
    .innerJoin("namespaces", "namespaces.uid", "export_sinks.namespace_uid")
    .select("export_sinks.uid")
    .where("export_sinks.enabled", "=", true)
    .where("namespaces.state", "in", [...states])
    .orderBy(sql`export_sinks.last_check_at NULLS FIRST`)
    .orderBy("export_sinks.uid")
    .execute();
  return rows.map(({ uid }) => uid);
}

/** Undefined for one that is gone or switched off. */
export const readSinkToExport = (reader: Reader, uid: string): Promise<SinkToExport | undefined> =>
  reader
    .selectFrom("export_sinks")
    .innerJoin("namespaces", "namespaces.uid", "export_sinks.namespace_uid")
    .selectAll("export_sinks")
    .select(["namespaces.id as namespace_id", "server_name", "server_id", "namespaces.active_region"])
    .where("export_sinks.uid", "=", uid)
    .where("export_sinks.enabled", "=", true)
    .executeTakeFirst();

/** What changes of a sink as it goes on. */
export type SinkProgress = Partial<
  Pick<
    ExportSinkRow,
    | "exported_until"
    | "window_end"
    | "window_started_at"
    | "health"
    | "error_message"
    | "last_export_at"
    | "last_check_at"
  >
>;

/** False, and nothing is written, when the sink is not any more what it was. */
export async function saveSinkProgress(
  reader: Reader,
  { uid, version }: Pick<ExportSinkRow, "uid" | "version">,
  change: SinkProgress,
): Promise<boolean> {
  const { numUpdatedRows } = await reader
    .updateTable("export_sinks")
    .set(change)
    .where("uid", "=", uid)
    .where("version", "=", version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Of `runIds`, those that the sink has written. */
export async function readExportedRuns(
  reader: Reader,
  sinkUid: string,
  runIds: readonly string[],
): Promise<Set<string>> {
  if (runIds.length === 0) return new Set();
  const rows = await reader
    .selectFrom("exported_runs")
    .select("run_id")
    .where("sink_uid", "=", sinkUid)
    .where(sql<boolean>`run_id = ANY(${runIds}::text[])`)
    .execute();
  return new Set(rows.map(({ run_id }) => run_id));
}

export async function saveExportedRuns(tx: Tx, sinkUid: string, runs: readonly RunClosed[]): Promise<void> {
  if (runs.length === 0) return;
  const [ids, times] = [runs.map(({ runId }) => runId), runs.map(({ closedAt }) => closedAt.toISOString())];
  await sql`INSERT INTO exported_runs (sink_uid, run_id, closed_at)
    SELECT ${sinkUid}, run_id, closed_at FROM unnest(${ids}::text[], ${times}::timestamptz[]) AS run (run_id, closed_at)
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** Those that closed before `before`, or all: nobody reads that time again. */
export async function forgetExportedRuns(tx: Tx, sinkUid: string, before?: Date): Promise<void> {
  const query = tx.deleteFrom("exported_runs").where("sink_uid", "=", sinkUid);
  await (before === undefined ? query : query.where("closed_at", "<", before)).execute();
}

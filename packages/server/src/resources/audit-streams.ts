// Where the audit log is sent, and how far each place has got: sinks and streams of the settings alike.
import { isHealthy, isOfSettings, listStreamStates, type StreamState } from "../store/audit-streams.ts";
import type { Call, Deps } from "./call.ts";

export interface AuditStream {
  readonly row: StreamState;
  readonly fromSettings: boolean;
  /** Since when the oldest record that was not acknowledged waits; 0 when there is none. */
  readonly lagSeconds: number;
  readonly healthy: boolean;
}

/** Sinks first, each by name: they are as many as the limit and the settings have. */
export async function listAuditStreams({ database }: Pick<Deps, "database">, { now }: Pick<Call, "now">) {
  const states = await listStreamStates(database.db);
  const streams = states.map(
    (row): AuditStream => ({
      row,
      fromSettings: isOfSettings(row),
      lagSeconds: secondsSince(row.waiting_since, now),
      healthy: isHealthy(row, now),
    }),
  );
  return streams.sort((a, b) => Number(a.fromSettings) - Number(b.fromSettings) || (a.row.name < b.row.name ? -1 : 1));
}

const secondsSince = (moment: Date | null, now: Date): number =>
  moment === null ? 0 : Math.max(0, Math.floor((now.getTime() - moment.getTime()) / 1_000));

// How far the audit log's delivery is, for Prometheus. Read from the store, so whichever process is asked knows all of it.
import { Gauge, type Registry } from "prom-client";
import { listStreamStates, type StreamState } from "../../store/audit-streams.ts";
import type { Db } from "../../store/database.ts";

interface Measure {
  readonly name: string;
  readonly help: string;
  readonly of: (state: StreamState, nowMs: number) => number;
}

const measures: readonly Measure[] = [
  {
    name: "remit_audit_sink_lag_seconds",
    help: "Since when the oldest audit record that a sink or stream has not acknowledged waits.",
    of: ({ waiting_since }, nowMs) =>
      waiting_since === null ? 0 : Math.max(0, nowMs - waiting_since.getTime()) / 1_000,
  },
  {
    name: "remit_audit_sink_lag_records",
    help: "Audit records that a sink or stream has not acknowledged.",
    of: ({ lag_records }) => lag_records,
  },
  {
    name: "remit_audit_sink_failures",
    help: "Attempts to deliver that failed in a row.",
    of: ({ failures }) => failures,
  },
  {
    name: "remit_audit_sink_last_success_timestamp_seconds",
    help: "When a sink or stream last acknowledged records; 0: never.",
    of: ({ last_succeeded_at }) => (last_succeeded_at?.getTime() ?? 0) / 1_000,
  },
];

/** Only of what is enabled: what is meant to stand still raises no alarm. */
export function measureDelivery(registry: Registry, db: Db, now: () => Date): void {
  let reading: Promise<StreamState[]> | null = null;
  // All gauges are asked at once, and one look is enough. A store that is away leaves the other metrics readable.
  const read = (): Promise<StreamState[]> => {
    reading ??= listStreamStates(db)
      .catch(() => [])
      .finally(() => {
        reading = null;
      });
    return reading;
  };
  for (const { name, help, of } of measures) {
    new Gauge({
      name,
      help,
      labelNames: ["sink", "kind"],
      registers: [registry],
      async collect() {
        const states = await read();
        this.reset();
        for (const state of states.filter(({ enabled }) => enabled))
          this.set({ sink: state.name, kind: state.kind }, of(state, now().getTime()));
      },
    });
  }
}

// What every stage is handed: the parts that need no server of their own.
import { createProbe } from "../audit/delivery/open-sink.ts";
import type { Sequencer } from "../audit/sequencer.ts";
import type { LastUsed } from "../authenticate/last-used.ts";
import type { Snapshots } from "../authorize/snapshots.ts";
import type { Notifier } from "../notify/notifier.ts";
import { createOpenObjectStore, noObjectStoreSettings } from "../object-stores/open.ts";
import { createBilling } from "../resources/billing.ts";
import type { Deps } from "../resources/call.ts";
import { Contacts } from "../resources/contacts.ts";
import { createInTurn } from "../resources/in-turn.ts";
import { defaultLimits, documentedCapacityUnits } from "../resources/limits.ts";
import { type Region, toRegion } from "../resources/regions.ts";
import { createSecretBox } from "../resources/secret-box.ts";
import type { Database } from "../store/database.ts";
import { hourMs } from "../store/periods.ts";
import { createCodecProbe } from "../temporal/codec-server.ts";
import { type ControlPlaneOptions, clockOf, noDelivery } from "./options.ts";

export type BaseDeps = Omit<Deps, "startOperation" | "searchAttributeRoom" | "onServer">;

export function createBase(
  options: ControlPlaneOptions &
    Pick<Deps, "addresses"> & { readonly accountId: string; readonly ownUrl: () => string },
  database: Database,
  snapshots: Snapshots,
  sequencer: Sequencer,
  notify: Notifier,
  lastUsed: LastUsed,
): BaseDeps {
  return {
    database,
    snapshots,
    limits: { ...defaultLimits, ...options.limits },
    operations: {
      atOnce: options.requests?.operationsAtOnce ?? 0,
      stuckAfterMs: (options.operations?.stuckAfterMinutes ?? 5) * 60_000,
    },
    capacityUnits: options.capacityUnits ?? documentedCapacityUnits,
    sessions: toBounds(options.session),
    signInLinks: options.signInLinks ?? false,
    regions: options.regions.map((region) => toRegion(region, isConnected(options, region.server))) satisfies Region[],
    contacts: new Contacts({
      database,
      snapshots,
      log: options.log,
      fallback: options.contact,
      addresses: options.addresses,
    }),
    secrets: createSecretBox(options.secretsKey),
    notify,
    log: options.log,
    now: clockOf(options),
    addresses: options.addresses,
    inTurn: createInTurn(),
    audited: () => sequencer.nudge(),
    noteKeyUses: () => lastUsed.flush(),
    probeAuditSink: createProbe(options.accountId, (options.audit ?? noDelivery).sinks),
    askCodecServer: createCodecProbe(options.codecServers ?? { probe: [] }),
    billing: createBilling(options.billing, options.secretsKey, options.ownUrl),
    openObjectStore: createOpenObjectStore({ ...noObjectStoreSettings, ...options.exports }),
  };
}

const isConnected = ({ temporal }: ControlPlaneOptions, server: string): boolean =>
  temporal.servers[server]?.clusterAddress !== undefined;

export const toBounds = (
  { idleMinutes, hours, restrictedHours = 4, perPerson = 10 }: NonNullable<ControlPlaneOptions["session"]> = {
    idleMinutes: 60,
    hours: 12,
  },
) => ({
  idleMs: idleMinutes * 60_000,
  longestMs: hours * hourMs,
  restrictedMs: Math.min(hours, restrictedHours) * hourMs,
  perPerson,
});

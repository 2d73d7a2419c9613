// Asks the servers how much each Namespace stores, those that were asked longest ago first.
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { type NamespaceToFind, readNamespacesToObserve } from "../store/namespaces.ts";
import { addStorageSample, readSampleTimes, type StorageSample } from "../store/storage-samples.ts";
import type { Deps } from "./call.ts";

/**
 * What one Namespace stores; undefined where it cannot be known.
 * @throws RemitError UNAVAILABLE when its server does not answer
 */
export type LookAtStorage = (namespace: NamespaceToFind) => Promise<Omit<StorageSample, "uid" | "at"> | undefined>;

export interface SampleStorageDeps extends Pick<Deps, "database" | "log" | "now"> {
  readonly lookAtStorage: LookAtStorage;
}

/** Looking must not be felt by who works there. */
const parallel = 2;
/** Who was not reached comes first the next time. */
const passMs = 8 * 60_000;

const onServer: readonly number[] = [ResourceState.ACTIVE, ResourceState.UPDATING];

export async function sampleStorage({ database, log, now, lookAtStorage }: SampleStorageDeps): Promise<void> {
  const { db } = database;
  const end = Date.now() + passMs;
  const times = await readSampleTimes(db);
  const age = ({ uid }: NamespaceToFind) => times.get(uid)?.getTime() ?? 0;
  const waiting = (await readNamespacesToObserve(db))
    .filter(({ state }) => onServer.includes(state))
    .sort((a, b) => age(a) - age(b));
  /** Regions whose server does not answer: nobody waits for it a thousand times. */
  const away = new Set<string>();
  const work = async (): Promise<void> => {
    for (let row = waiting.shift(); row !== undefined && Date.now() < end; row = waiting.shift()) {
      const { uid, active_region: region } = row;
      if (away.has(region)) continue;
      const at = now();
      try {
        const seen = await lookAtStorage(row);
        if (seen !== undefined) await addStorageSample(db, { uid, at, ...seen });
      } catch (error) {
        away.add(region);
        log.info({ err: error, region }, "it could not be seen what Namespaces store; it will be tried again");
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
}

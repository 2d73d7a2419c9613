// Where a Namespace is, as clients read it: the status of each replica, and the same for those that know only regions.
import { create } from "@bufbuild/protobuf";
import {
  type Namespace,
  NamespaceRegionStatus_State,
  NamespaceSchema,
  type NamespaceSpec,
  Replica_ReplicaState,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { regionsOf } from "../resources/regions.ts";

/** @param desired what is being brought about; null: nothing is. A region that comes or goes says so. */
export function toPlacement(
  activeRegion: string,
  applied: NamespaceSpec,
  desired: NamespaceSpec | null,
): Pick<Namespace, "replicas" | "regionStatus"> {
  const regions = regionsOf(applied);
  const wanted = desired === null ? regions : regionsOf(desired);
  const all = [...regions, ...wanted.filter((region) => !regions.includes(region))];
  const primary = all.indexOf(activeRegion);
  const replicas = all.map((region, index) => {
    const namesakes = all.slice(0, index).filter((other) => other === region).length;
    // Two replicas in one region need different ids.
    const id = namesakes === 0 ? region : `${region}-${namesakes + 1}`;
    return { id, region, isPrimary: index === primary, state: toReplicaState(region, regions, wanted) };
  });
  const byRegion = [...new Set(all)].map(
    (region) => [region, toRegionStatus(region, activeRegion, regions, wanted)] as const,
  );
  const message = create(NamespaceSchema, { replicas, regionStatus: Object.fromEntries(byRegion) });
  return { replicas: message.replicas, regionStatus: message.regionStatus };
}

function toReplicaState(region: string, applied: readonly string[], wanted: readonly string[]): Replica_ReplicaState {
  if (!applied.includes(region)) return Replica_ReplicaState.ADDING;
  return wanted.includes(region) ? Replica_ReplicaState.ACTIVE : Replica_ReplicaState.REMOVING;
}

function toRegionStatus(
  region: string,
  active: string,
  applied: readonly string[],
  wanted: readonly string[],
): { state: NamespaceRegionStatus_State; stateDeprecated: string } {
  const { ACTIVE, PASSIVE, ADDING, REMOVING } = NamespaceRegionStatus_State;
  if (!applied.includes(region)) return { state: ADDING, stateDeprecated: "adding" };
  if (!wanted.includes(region)) return { state: REMOVING, stateDeprecated: "removing" };
  return region === active
    ? { state: ACTIVE, stateDeprecated: "active" }
    : { state: PASSIVE, stateDeprecated: "passive" };
}

// The capacity of a namespace as clients read it.
import { create, fromBinary } from "@bufbuild/protobuf";
import {
  type Capacity,
  Capacity_OnDemandSchema,
  Capacity_ProvisionedSchema,
  CapacitySchema,
  type CapacitySpec,
  type NamespaceCapacityInfo,
  NamespaceCapacityInfoSchema,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { Deps } from "../resources/call.ts";
import type { ActionRates } from "../resources/capacity-stats.ts";
import { readCapacityRequest, unitsOf } from "../resources/namespace-capacity.ts";
import type { NamespaceRow } from "../store/namespaces.ts";

/** Unset as long as no capacity was ever asked for: a default would read as a change to clients. */
export function toCapacity(row: NamespaceRow, applied: CapacitySpec | undefined): Capacity | undefined {
  const latestRequest = readCapacityRequest(row);
  if (applied === undefined && latestRequest === undefined) return undefined;
  return create(CapacitySchema, { currentMode: toMode(applied), ...(latestRequest && { latestRequest }) });
}

function toMode(applied: CapacitySpec | undefined): Capacity["currentMode"] {
  const units = unitsOf(applied);
  return units === null
    ? { case: "onDemand", value: create(Capacity_OnDemandSchema) }
    : { case: "provisioned", value: create(Capacity_ProvisionedSchema, { currentValue: units }) };
}

/** Clients need the current capacity filled. `used` undefined: nothing was counted. */
export function toCapacityInfo(
  { limits, capacityUnits }: Deps,
  row: NamespaceRow,
  used: ActionRates | undefined,
): NamespaceCapacityInfo {
  const { capacitySpec } = fromBinary(NamespaceSpecSchema, row.spec);
  return create(NamespaceCapacityInfoSchema, {
    namespace: row.id,
    hasLegacyLimits: false,
    currentCapacity: toCapacity(row, capacitySpec) ?? create(CapacitySchema, { currentMode: toMode(capacitySpec) }),
    modeOptions: {
      provisioned: { validTruValues: [...capacityUnits], maxAvailableTruValue: Math.max(0, ...capacityUnits) },
      onDemand: { apsLimit: limits.actionsPerSecondPerNamespace },
    },
    ...(used && { stats: { aps: used } }),
  });
}

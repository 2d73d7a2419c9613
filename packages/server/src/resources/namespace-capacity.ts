// How much a namespace may use: on demand, as every one may, or so many units that are its own. A change of it is a
// request with a beginning and an end, which clients wait for; the gateway goes by what is applied.
import { create, equals, fromBinary, toBinary } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  type Capacity_Request,
  Capacity_Request_State,
  Capacity_RequestSchema,
  type CapacitySpec,
  CapacitySpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { NamespaceRow } from "../store/namespaces.ts";
import type { Limits } from "./limits.ts";

type Column = Pick<NamespaceRow, "capacity_request">;

const { CAPACITY_REQUEST_COMPLETED: COMPLETED, CAPACITY_REQUEST_IN_PROGRESS: IN_PROGRESS } = Capacity_Request_State;
const { CAPACITY_REQUEST_FAILED: FAILED } = Capacity_Request_State;

/** The units of its own; null: on demand. */
export const unitsOf = (spec: CapacitySpec | undefined): number | null =>
  spec?.spec.case === "provisioned" ? spec.spec.value.value : null;

/** What the gateway lets through; 0 is no limit. */
export function actionsPerSecondOf(spec: CapacitySpec | undefined, limits: Limits): number {
  const units = unitsOf(spec);
  return units === null ? limits.actionsPerSecondPerNamespace : units * limits.actionsPerSecondPerCapacityUnit;
}

/** The column after a change was accepted; nothing where capacity does not change. @param waits for a Temporal server */
export function askForCapacity(
  before: CapacitySpec | undefined,
  wanted: CapacitySpec | undefined,
  { operationId, now }: { readonly operationId: string; readonly now: Date },
  waits: boolean,
): Partial<Column> {
  // Taken back: what was asked for last says nothing any more, once that is applied.
  if (wanted === undefined) return before === undefined || waits ? {} : { capacity_request: null };
  if (before !== undefined && equals(CapacitySpecSchema, before, wanted)) return {};
  const at = timestampFromDate(now);
  const request = create(Capacity_RequestSchema, {
    spec: wanted,
    asyncOperationId: operationId,
    startTime: at,
    state: waits ? IN_PROGRESS : COMPLETED,
    ...(!waits && { endTime: at }),
  });
  return { capacity_request: toBinary(Capacity_RequestSchema, request) };
}

/** The column once the operation has ended. @param applied what holds from now on */
export function endCapacityRequest(
  { capacity_request }: Column,
  applied: CapacitySpec | undefined,
  { operationId, now }: { readonly operationId: string; readonly now: Date },
  failed: boolean,
): Partial<Column> {
  const request = readCapacityRequest({ capacity_request });
  if (request === undefined) return {};
  if (request.asyncOperationId !== operationId || request.state !== IN_PROGRESS)
    return applied === undefined && !failed ? { capacity_request: null } : {};
  request.state = failed ? FAILED : COMPLETED;
  request.endTime = timestampFromDate(now);
  return { capacity_request: toBinary(Capacity_RequestSchema, request) };
}

export const readCapacityRequest = ({ capacity_request }: Column): Capacity_Request | undefined =>
  capacity_request === null ? undefined : fromBinary(Capacity_RequestSchema, capacity_request);

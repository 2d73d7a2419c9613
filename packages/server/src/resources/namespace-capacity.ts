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
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { NamespaceRow } from "../store/namespaces.ts";
import { limitOf } from "../wire/rate-limit.ts";
import type { Limits } from "./limits.ts";

type Column = Pick<NamespaceRow, "capacity_request">;

const { CAPACITY_REQUEST_COMPLETED: COMPLETED, CAPACITY_REQUEST_IN_PROGRESS: IN_PROGRESS } = Capacity_Request_State;
const { CAPACITY_REQUEST_FAILED: FAILED } = Capacity_Request_State;

/** The units of its own; null: on demand. */
export const unitsOf = (spec: CapacitySpec | undefined): number | null =>
  spec?.spec.case === "provisioned" ? spec.spec.value.value : null;

/** What the gateway lets through; 0 is no limit. */
export const actionsPerSecondOf = (spec: CapacitySpec | undefined, limits: Limits): number =>
  limitOf(unitsOf(spec), limits.actionsPerSecondPerNamespace, limits.actionsPerSecondPerCapacityUnit);

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

/** Of a transition, as far as it is needed here. */
interface Ending {
  readonly operation: { readonly id: string };
  readonly now: Date;
}

/** The column once the operation has ended. @param spec what holds from now on */
export function endCapacityRequest(
  row: Column,
  spec: Uint8Array,
  { operation, now }: Ending,
  outcome: "applied" | "failed",
): Partial<Column> {
  const request = readCapacityRequest(row);
  if (request === undefined) return {};
  const failed = outcome === "failed";
  if (request.asyncOperationId !== operation.id || request.state !== IN_PROGRESS) {
    const isTakenBack = !failed && fromBinary(NamespaceSpecSchema, spec).capacitySpec === undefined;
    return isTakenBack ? { capacity_request: null } : {};
  }
  request.state = failed ? FAILED : COMPLETED;
  request.endTime = timestampFromDate(now);
  return { capacity_request: toBinary(Capacity_RequestSchema, request) };
}

export const readCapacityRequest = ({ capacity_request }: Column): Capacity_Request | undefined =>
  capacity_request === null ? undefined : fromBinary(Capacity_RequestSchema, capacity_request);

// What every resource shows besides its spec.
import { type Timestamp, timestampFromDate } from "@bufbuild/protobuf/wkt";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";

export interface ResourceFields {
  readonly resourceVersion: string;
  readonly state: ResourceState;
  /** The same for clients that do not know the enum yet: lower case, e.g. "active". */
  readonly stateDeprecated: string;
  readonly asyncOperationId: string;
  readonly createdTime: Timestamp;
  /** Only after a modification. */
  readonly lastModifiedTime?: Timestamp;
}

const names = new Map<number, string>(
  Object.entries(ResourceState).map(([name, value]) => [value, name.toLowerCase()]),
);

export function resourceFields(row: {
  version: number;
  state: number;
  async_operation_id: string;
  created_at: Date;
  updated_at: Date | null;
}): ResourceFields {
  return {
    resourceVersion: String(row.version),
    state: row.state as ResourceState,
    stateDeprecated: names.get(row.state) ?? "",
    asyncOperationId: row.async_operation_id,
    createdTime: timestampFromDate(row.created_at),
    ...(row.updated_at !== null && { lastModifiedTime: timestampFromDate(row.updated_at) }),
  };
}

// What the tables' columns have in common. Specs are protobuf binary: presence ("unset" and "set to empty" differ) and
// unknown fields survive byte for byte.
import type { ColumnType } from "kysely";

/** timestamptz; read as Date, written as Date or ISO string. */
export type Timestamp = ColumnType<Date, Date | string, Date | string>;

/** jsonb; written as a JSON string, because the two drivers serialise bare arrays differently. */
export type Json<T> = ColumnType<T, string, string>;

/** What every resource row carries. */
export interface ResourceColumns {
  /** The wire's resource_version: never repeats, not even for a namesake made later. */
  version: number;
  /** temporal.api.cloud.resource.v1.ResourceState */
  state: number;
  spec: Uint8Array;
  async_operation_id: string;
  created_at: Timestamp;
  updated_at: Timestamp | null;
}

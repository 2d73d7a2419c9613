// Tables of what decisions depend on beside the identities and resources themselves.
import type { Generated } from "kysely";
import type { Json, ResourceColumns, Timestamp } from "./columns.ts";

export interface PolicyVersionTable {
  singleton: Generated<boolean>;
  version: number;
  /** Random, of the transaction that made it: a number comes again when that one came to nothing. */
  made_by: Generated<string>;
}

/** What a policy version touched: processes reload exactly this. */
export interface PolicyChangesTable {
  version: number;
  kind: PolicyEntityKind;
  id: string;
  /** As that of the version. */
  made_by: Generated<string>;
}

export type PolicyEntityKind =
  | "project"
  | "namespace"
  | "nexus-endpoint"
  | "connectivity-rule"
  | "custom-role"
  | "group"
  | "principal"
  /** Who may call, not what: the view leaves it out, whoever holds keys reads them again. */
  | "api-key";

export interface CustomRolesTable extends ResourceColumns {
  id: string;
  name: string;
  /** Wire namespace id → uid at the time of saving: a namesake made later is not what was granted. */
  bindings: Json<Record<string, string>>;
}

export interface ImpliedGrantsTable {
  principal_id: string;
  namespace_uid: string;
  kind: "creator" | "temporary";
  permission: "read" | "write" | "admin";
  expires_at: Timestamp | null;
}

/** Access that ends by itself: exactly one of the three things it can be bound to. */
export interface TemporaryGrantsTable {
  request_id: string;
  principal_id: string;
  namespace_uid: string | null;
  project_id: string | null;
  custom_role_id: string | null;
  /** Namespace permission or project role; empty for a custom role. */
  level: string;
  expires_at: Timestamp;
}

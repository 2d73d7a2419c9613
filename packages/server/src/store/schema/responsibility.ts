// Tables of who answers for what, and of what is asked of them.
import type { Generated } from "kysely";
import type { Json, ResourceColumns, Timestamp } from "./columns.ts";

/** The one tailored matrix; no row as long as the template stands. */
export interface MatrixTable {
  singleton: Generated<boolean>;
  version: number;
  /** remit.v1.MatrixSpec */
  spec: Uint8Array;
  updated_at: Timestamp;
}

export interface TeamsTable extends ResourceColumns {
  id: string;
  /** The kind of team in its spec, for lists of one kind. */
  kind: string;
}

/** A person's word that a responsibility is carried out; a newer one takes the place of the one before. */
export interface AttestationsTable {
  responsibility_id: string;
  statement: string;
  principal_id: string;
  created_at: Timestamp;
  expires_at: Timestamp;
}

/** A finding of the drift report that somebody answers for, until it ends. */
export interface AcknowledgementsTable {
  finding_id: string;
  reason: string;
  principal_id: string;
  created_at: Timestamp;
  until: Timestamp;
}

/** The last state of a row's evidence, and when it came to be: what "since" says. */
export interface EvidenceStatesTable {
  responsibility_id: string;
  state: "green" | "amber" | "red" | "unknown";
  since: Timestamp;
}

export type RequestState = "pending" | "approved" | "declined" | "withdrawn" | "lapsed" | "ended" | "failed";

/** What somebody asks for: access for a time, or a Namespace. */
export interface RequestsTable {
  id: string;
  version: number;
  /** As it was left; `requests.ts` reads it as of a moment, so that nothing has to run for a request to end. */
  state: RequestState;
  kind: "namespace-access" | "project-access" | "custom-role" | "namespace";
  requester_id: string;
  /** E-mail of the requester, who may be gone when it is read. */
  requester_name: string;
  /** What it is about, in one text: nobody has two pending requests for the same. */
  subject: string;
  /** remit.v1.WantedAccess or, for kind "namespace", remit.v1.WantedNamespace */
  wanted: Uint8Array;
  /** The one incarnation that was asked for; empty when there was none of that name, or it is still to be made. */
  target_uid: string;
  reason: string;
  hours: number;
  responsibility_id: string;
  approvals_needed: number;
  /** Id of the request whose access this one prolongs; empty for none. */
  renews_id: string;
  namespace_id: string;
  note: string;
  async_operation_id: string;
  created_at: Timestamp;
  /** When nobody has decided by then, nobody can any more. */
  lapses_at: Timestamp;
  ends_at: Timestamp | null;
  reminded_at: Timestamp | null;
  escalated_at: Timestamp | null;
  end_reminded_at: Timestamp | null;
}

/** Who may decide a request, and as a member of which team: fixed when it is made. */
export interface RequestApproversTable {
  request_id: string;
  user_id: string;
  team_id: string;
}

export interface RequestDecisionsTable {
  request_id: string;
  user_id: string;
  user_name: string;
  verdict: "approved" | "declined";
  comment: string;
  decided_at: Timestamp;
}

export interface NotificationsTable {
  id: string;
  channel: "webhook" | "mail";
  /** E-mail address; empty for the webhook. */
  recipient: string;
  event: string;
  payload: Json<Record<string, unknown>>;
  created_at: Timestamp;
  next_attempt_at: Timestamp;
  attempts: number;
  delivered_at: Timestamp | null;
  given_up_at: Timestamp | null;
  last_error: string;
}

// What people asked for. A request lapses, and the access that it gave ends, at a time and not by anybody's hand: every
// read here takes the moment, and `state` is the state at that moment, whatever the column was left at.
import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import { nextVersion } from "./ids.ts";
import { type Page, type PageRequest, toPage } from "./paging.ts";
import type { RequestDecisionsTable, RequestState, RequestsTable } from "./schema/responsibility.ts";

export type RequestRow = Selectable<RequestsTable>;
export type DecisionRow = Selectable<RequestDecisionsTable>;

const stateAt = (now: Date) => sql<RequestState>`CASE
  WHEN requests.state = 'pending' AND requests.lapses_at <= ${now} THEN 'lapsed'
  WHEN requests.state = 'approved' AND requests.ends_at <= ${now} THEN 'ended'
  ELSE requests.state END`;

const select = (reader: Reader, now: Date) =>
  reader.selectFrom("requests").selectAll().select(stateAt(now).as("state"));

export const readRequest = (reader: Reader, id: string, now: Date): Promise<RequestRow | undefined> =>
  select(reader, now).where("id", "=", id).executeTakeFirst();

/** The same, and nobody else changes it until the transaction ends. */
export const lockRequest = (tx: Tx, id: string, now: Date): Promise<RequestRow | undefined> =>
  select(tx, now).where("id", "=", id).forUpdate().executeTakeFirst();

/** The pending request of a person for one subject. */
export const readPendingRequest = (
  reader: Reader,
  requesterId: string,
  subject: string,
  now: Date,
): Promise<RequestRow | undefined> =>
  select(reader, now)
    .where("requester_id", "=", requesterId)
    .where("subject", "=", subject)
    .where("requests.state", "=", "pending")
    .executeTakeFirst();

export interface RequestFilter {
  /** Only what this principal made or may decide; null: everybody's. */
  readonly seenBy: string | null;
  /** Only what is pending and this principal may decide and has not. */
  readonly toDecideBy: string | null;
  /** Empty: every state. */
  readonly state: string;
}

/** The newest first. */
export async function listRequests(
  reader: Reader,
  page: PageRequest,
  filter: RequestFilter,
  now: Date,
): Promise<Page<RequestRow>> {
  let query = select(reader, now)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(page.size + 1);
  const { seenBy, toDecideBy, state } = filter;
  if (seenBy !== null)
    query = query.where((where) => where.or([where("requester_id", "=", seenBy), isApprover(seenBy)]));
  if (toDecideBy !== null)
    query = query
      .where(stateAt(now), "=", "pending")
      .where("requester_id", "<>", toDecideBy)
      .where(isApprover(toDecideBy))
      .where(
        sql<boolean>`NOT EXISTS (SELECT 1 FROM request_decisions d WHERE d.request_id = requests.id AND d.user_id = ${toDecideBy})`,
      );
  if (state !== "") query = query.where(stateAt(now), "=", state as RequestState);
  const [createdAt, id] = page.after ?? [];
  if (createdAt !== undefined && id !== undefined)
    query = query.where(sql<boolean>`(created_at, id) < (${new Date(createdAt)}, ${id})`);
  return toPage(page, await query.execute(), (row) => [row.created_at.toISOString(), row.id]);
}

const isApprover = (userId: string) =>
  sql<boolean>`EXISTS (SELECT 1 FROM request_approvers a WHERE a.request_id = requests.id AND a.user_id = ${userId})`;

export interface Approver {
  readonly userId: string;
  readonly teamId: string;
}

export async function insertRequest(
  tx: Tx,
  row: Insertable<RequestsTable>,
  approvers: readonly Approver[],
): Promise<void> {
  await tx.insertInto("requests").values(row).execute();
  if (approvers.length === 0) return;
  const rows = approvers.map(({ userId, teamId }) => ({ request_id: row.id, user_id: userId, team_id: teamId }));
  await tx.insertInto("request_approvers").values(rows).execute();
}

export async function updateRequest(tx: Tx, id: string, change: Updateable<RequestsTable>): Promise<void> {
  await tx.updateTable("requests").set(change).where("id", "=", id).execute();
}

/** By user. Somebody who is in two of the teams stands here twice. */
export async function readApprovers(reader: Reader, ids: readonly string[]): Promise<Map<string, Approver[]>> {
  const byRequest = new Map<string, Approver[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return byRequest;
  const query = reader.selectFrom("request_approvers").selectAll().orderBy("user_id").orderBy("team_id");
  for (const row of await query.where("request_id", "in", [...ids]).execute())
    byRequest.get(row.request_id)?.push({ userId: row.user_id, teamId: row.team_id });
  return byRequest;
}

/** The earliest first. */
export async function readDecisions(reader: Reader, ids: readonly string[]): Promise<Map<string, DecisionRow[]>> {
  const byRequest = new Map<string, DecisionRow[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return byRequest;
  const query = reader.selectFrom("request_decisions").selectAll().orderBy("decided_at").orderBy("user_id");
  for (const row of await query.where("request_id", "in", [...ids]).execute()) byRequest.get(row.request_id)?.push(row);
  return byRequest;
}

export async function insertDecision(tx: Tx, row: DecisionRow): Promise<void> {
  await tx.insertInto("request_decisions").values(row).execute();
}

const isOverdue = (now: Date) =>
  sql<boolean>`requests.state IN ('pending', 'approved') AND requests.state <> ${stateAt(now)}`;

/** Whether there is something to lock, without locking anything. */
export async function hasOverdueRequests(reader: Reader, now: Date): Promise<boolean> {
  const row = await reader.selectFrom("requests").select("id").where(isOverdue(now)).limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Pending for too long, or granted and over: rows whose column does not say yet what they are. Locked. */
export const lockOverdueRequests = (tx: Tx, now: Date, limit: number): Promise<RequestRow[]> =>
  select(tx, now).where(isOverdue(now)).orderBy("id").limit(limit).forUpdate().skipLocked().execute();

/** What is done once about a request that waits: the column says when it was. */
export type WaitingStep = "reminded_at" | "escalated_at";

/** The teams that decide requests for which this step was not taken yet. */
export async function readWaitedFor(reader: Reader, step: WaitingStep, now: Date): Promise<string[]> {
  const rows = await reader
    .selectFrom("requests")
    .innerJoin("request_approvers", "request_approvers.request_id", "requests.id")
    .select("request_approvers.team_id")
    .distinct()
    .where(stateAt(now), "=", "pending")
    .where(step, "is", null)
    .orderBy("request_approvers.team_id")
    .execute();
  return rows.map(({ team_id }) => team_id);
}

/**
 * Pending, this step was not taken yet, and one of the teams that decide has let it wait: it was made before the moment
 * that `before` has for the team. Locked.
 */
export async function lockWaitingRequests(
  tx: Tx,
  step: WaitingStep,
  before: ReadonlyMap<string, Date>,
  now: Date,
  limit: number,
): Promise<RequestRow[]> {
  if (before.size === 0) return [];
  const moments = [...before].map(([team, moment]) => sql`(${team}::text, ${moment}::timestamptz)`);
  const waited = sql<boolean>`EXISTS (SELECT 1 FROM request_approvers a
    JOIN (VALUES ${sql.join(moments)}) AS m (team_id, before) ON m.team_id = a.team_id
    WHERE a.request_id = requests.id AND requests.created_at <= m.before)`;
  return select(tx, now)
    .where(stateAt(now), "=", "pending")
    .where(waited)
    .where(step, "is", null)
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** Access that ends before `before`, and its holder was not told yet. Locked. */
export const lockEndingRequests = (tx: Tx, before: Date, now: Date, limit: number): Promise<RequestRow[]> =>
  select(tx, now)
    .where(stateAt(now), "=", "approved")
    .where("ends_at", "<=", before)
    .where("end_reminded_at", "is", null)
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();

/** The request that a Namespace came of. */
export const lockRequestOfNamespace = (tx: Tx, namespaceUid: string): Promise<Pick<RequestRow, "id"> | undefined> =>
  tx
    .selectFrom("requests")
    .select("id")
    .where("target_uid", "=", namespaceUid)
    .where("kind", "=", "namespace")
    .forUpdate()
    .executeTakeFirst();

export async function countPendingRequests(reader: Reader, requesterId: string, now: Date): Promise<number> {
  const { count } = await reader
    .selectFrom("requests")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("requester_id", "=", requesterId)
    .where(stateAt(now), "=", "pending")
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Of a person who goes: nobody waits for them any more. What was granted goes with them, by its foreign key. */
export async function closeRequestsOf(tx: Tx, requesterId: string, now: Date): Promise<void> {
  const open = await select(tx, now)
    .where("requester_id", "=", requesterId)
    .where("requests.state", "in", ["pending", "approved"])
    .where("kind", "<>", "namespace")
    .forUpdate()
    .execute();
  for (const row of open) {
    const granted = row.state === "approved";
    const change = granted ? ({ state: "ended", ends_at: now } as const) : ({ state: "withdrawn" } as const);
    await updateRequest(tx, row.id, { ...change, note: "the requester was deleted", version: await nextVersion(tx) });
  }
}

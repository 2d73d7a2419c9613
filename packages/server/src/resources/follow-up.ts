// What has to be done about requests as time goes by: remind, record that they lapsed or ended, send what waits. Nothing
// here ends access: its end is compared at each decision, so that it makes no difference when, or whether, this runs.
// Each step takes what it finds and marks it in the same transaction, so it may run twice, or at once in two processes.

import { type WorkingHours, workingDaysBefore } from "@remit/responsibility";
import { appendAudit } from "../audit/append.ts";
import type { Tx } from "../store/database.ts";
import { nextVersion } from "../store/ids.ts";
import { hourMs } from "../store/periods.ts";
import { lockPolicy } from "../store/policy-lock.ts";
import {
  hasOverdueRequests,
  lockEndingRequests,
  lockOverdueRequests,
  lockWaitingRequests,
  type RequestRow,
  readApprovers,
  readDecisions,
  readWaitedFor,
  updateRequest,
  type WaitingStep,
} from "../store/requests.ts";
import { deleteTemporaryGrant } from "../store/temporary-grants.ts";
import { readModel } from "./model.ts";
import { deliverNotifications } from "./notifications.ts";
import { publishPolicy } from "./publish-policy.ts";
import { aboutRequest } from "./request-decisions.ts";
import { noticeRequest, noticeTeams } from "./request-notices.ts";
import type { TransitionDeps } from "./transition.ts";

/** So long before its end whoever holds access is told. */
const endNoticeMs = 24 * hourMs;
/** Access for less than this begins and ends within a day of work: telling of its end would be noise. */
const shortestNoticedHours = 48;
const remindAfterDays = 1;
const escalateAfterDays = 3;
const batch = 50;
const unsaidHours: WorkingHours = { timeZone: "", days: [], from: "", to: "" };

export async function followUp(deps: TransitionDeps): Promise<void> {
  await repeat(() => closeOverdue(deps));
  await repeat(() => remindApprovers(deps));
  await repeat(() => escalate(deps));
  await repeat(() => remindHolders(deps));
  await deliverNotifications(deps);
}

/** Until a batch is not full. A run that never ends would keep the next one from beginning. */
async function repeat(step: () => Promise<number>): Promise<void> {
  for (let round = 0; round < 100; round += 1) if ((await step()) < batch) return;
}

/** Writes down what reads have shown since the moment itself. */
async function closeOverdue(deps: TransitionDeps): Promise<number> {
  const { database, snapshots, log } = deps;
  const now = deps.now();
  // Writers of policy wait for each other: mostly there is nothing to make them wait for.
  if (!(await hasOverdueRequests(database.db, now))) return 0;
  const count = await database.db.transaction().execute(async (tx) => {
    await lockPolicy(tx, "update");
    const rows = await lockOverdueRequests(tx, now, batch);
    for (const row of rows) await closeRequest(deps, tx, row, now);
    const ended = rows.filter(({ state }) => state === "ended");
    await publishPolicy(
      tx,
      ended.map(({ requester_id }) => ({ kind: "principal", id: requester_id })),
    );
    return rows.length;
  });
  if (count === 0) return 0;
  deps.audited();
  await snapshots.refresh().catch((error: unknown) => log.warn({ err: error }, "access rules could not be refreshed"));
  return count;
}

async function closeRequest(deps: TransitionDeps, tx: Tx, row: RequestRow, now: Date): Promise<void> {
  if (row.state === "ended") await deleteTemporaryGrant(tx, row.id);
  const note = row.state === "ended" ? "its time was over" : "nobody decided in time";
  await updateRequest(tx, row.id, { state: row.state, note, version: await nextVersion(tx) });
  await noticeRequest(tx, deps, row.state === "ended" ? "ended" : "lapsed", { ...row, note }, [row.requester_id], now);
  await appendAudit(tx, {
    at: now,
    operation: row.state === "ended" ? "EndAccess" : "LapseRequest",
    status: "OK",
    principal: { type: "system", id: "", name: "follow-up", apiKeyId: "" },
    forwardedFor: "",
    asyncOperationId: "",
    details: { resource_type: "requests", resource_id: row.id, ...aboutRequest(row), note },
  });
}

/** Those that a team which decides has let wait for so many of its working days. Locked. */
async function lockLeftWaiting(tx: Tx, step: WaitingStep, days: number, now: Date): Promise<RequestRow[]> {
  const waitedFor = await readWaitedFor(tx, step, now);
  if (waitedFor.length === 0) return [];
  const { teams } = await readModel(tx);
  const hours = new Map(teams.map(({ id, workingHours }) => [id, workingHours]));
  // A team that was deleted since decides nothing, but must not keep others from being told.
  const before = waitedFor.map((id) => {
    const moment = workingDaysBefore(now.getTime(), days, hours.get(id) ?? unsaidHours);
    return [id, new Date(moment)] as const;
  });
  return lockWaitingRequests(tx, step, new Map(before), now, batch);
}

/** Once, after a working day: those who have not decided. */
function remindApprovers(deps: TransitionDeps): Promise<number> {
  const now = deps.now();
  return deps.database.db.transaction().execute(async (tx) => {
    const rows = await lockLeftWaiting(tx, "reminded_at", remindAfterDays, now);
    const ids = rows.map(({ id }) => id);
    const approvers = await readApprovers(tx, ids);
    const decisions = await readDecisions(tx, ids);
    for (const row of rows) {
      const decided = new Set(decisions.get(row.id)?.map(({ user_id }) => user_id));
      const waiting = (approvers.get(row.id) ?? []).map(({ userId }) => userId).filter((id) => !decided.has(id));
      await noticeRequest(tx, deps, "decision-due", row, waiting, now);
      await updateRequest(tx, row.id, { reminded_at: now });
    }
    return rows.length;
  });
}

/** Once, after three: the teams that those turn to who do not get an answer. They are told; who decides stays the same. */
function escalate(deps: TransitionDeps): Promise<number> {
  const now = deps.now();
  return deps.database.db.transaction().execute(async (tx) => {
    const rows = await lockLeftWaiting(tx, "escalated_at", escalateAfterDays, now);
    const approvers = await readApprovers(
      tx,
      rows.map(({ id }) => id),
    );
    const { teams } = rows.length === 0 ? { teams: [] } : await readModel(tx);
    for (const row of rows) {
      const silent = new Set(approvers.get(row.id)?.map(({ teamId }) => teamId));
      const next = teams.filter(({ id }) => silent.has(id)).flatMap(({ escalation }) => escalation);
      const addresses = teams.flatMap(({ id, contacts }) => (next.includes(id) ? [contacts.email] : []));
      await noticeTeams(tx, deps, "escalated", row, addresses, now);
      await updateRequest(tx, row.id, { escalated_at: now });
    }
    return rows.length;
  });
}

/** Once, a day before the end. */
function remindHolders(deps: TransitionDeps): Promise<number> {
  const now = deps.now();
  return deps.database.db.transaction().execute(async (tx) => {
    const rows = await lockEndingRequests(tx, new Date(now.getTime() + endNoticeMs), now, batch);
    for (const row of rows) {
      if (row.hours >= shortestNoticedHours) await noticeRequest(tx, deps, "ends-soon", row, [row.requester_id], now);
      await updateRequest(tx, row.id, { end_reminded_at: now });
    }
    return rows.length;
  });
}

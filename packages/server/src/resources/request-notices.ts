// Who is told about a request, and what. A message carries a link that only opens a page: whoever it is forwarded to can
// do nothing with it.

import type { Tx } from "../store/database.ts";
import { readAddresses } from "../store/notifications.ts";
import type { RequestRow } from "../store/requests.ts";
import type { Deps } from "./call.ts";
import { queueMessages } from "./queue-messages.ts";
import { describeRequest } from "./request-subject.ts";

export type RequestEvent =
  | "requested"
  | "approved"
  | "declined"
  | "lapsed"
  | "ended"
  | "failed"
  | "decision-due"
  | "escalated"
  | "ends-soon";

const subjects: Readonly<Record<RequestEvent, (row: RequestRow, what: string) => string>> = {
  requested: (row, what) => `${row.requester_name} asks for ${what}`,
  approved: (_, what) => `Approved: ${what}`,
  declined: (_, what) => `Declined: ${what}`,
  lapsed: (_, what) => `Nobody decided in time: ${what}`,
  ended: (_, what) => `Ended: ${what}`,
  failed: (_, what) => `Could not be made: ${what}`,
  "decision-due": (row, what) => `Still waits for a decision: ${row.requester_name} asks for ${what}`,
  escalated: (row, what) => `Nobody has decided yet: ${row.requester_name} asks for ${what}`,
  "ends-soon": (_, what) => `Ends soon: ${what}`,
};

/** In the transaction of the change that it tells of. Does nothing where no way to tell is configured. */
export async function noticeRequest(
  tx: Tx,
  deps: Pick<Deps, "notify" | "addresses">,
  event: RequestEvent,
  row: RequestRow,
  userIds: readonly string[],
  now: Date,
): Promise<void> {
  if (deps.notify.channels.length === 0) return;
  await noticeTeams(tx, deps, event, row, await readAddresses(tx, [...new Set(userIds)]), now);
}

/** The same by addresses. Without any nobody is told: there is nobody. */
export async function noticeTeams(
  tx: Tx,
  deps: Pick<Deps, "notify" | "addresses">,
  event: RequestEvent,
  row: RequestRow,
  addresses: readonly string[],
  now: Date,
): Promise<void> {
  const recipients = [...new Set(addresses)].filter((address) => address !== "");
  if (recipients.length === 0) return;
  await queueMessages(tx, deps, toPayload(event, row, recipients, deps.addresses.console, now), now);
}

function toPayload(event: RequestEvent, row: RequestRow, recipients: readonly string[], console: string, now: Date) {
  const what = describeRequest(row);
  return {
    event: `request.${event}`,
    time: now.toISOString(),
    subject: subjects[event](row, what),
    link: console === "" ? "" : new URL(`/requests/${row.id}`, console).href,
    recipients,
    request: {
      id: row.id,
      state: row.state,
      requester: row.requester_name,
      what,
      reason: row.reason,
      hours: row.hours,
      access_ends_time: row.ends_at?.toISOString() ?? null,
      note: row.note,
    },
  };
}

export type NoticePayload = ReturnType<typeof toPayload>;

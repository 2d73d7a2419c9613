// Who is told that the drift report has something new of high risk: the log, the webhook, and the teams that answer for the
// whole account.
import type { Finding, Model } from "@remit/responsibility";
import type { Tx } from "../store/database.ts";
import type { Deps } from "./call.ts";
import { queueMessages } from "./queue-messages.ts";

/** A first look at a large account finds many; the report has them all. */
const mostTold = 20;

export type DriftNoticeDeps = Pick<Deps, "log" | "notify" | "addresses">;

/** In the transaction that keeps them: each is told once. */
export async function noticeFindings(
  tx: Tx,
  { log, notify, addresses }: DriftNoticeDeps,
  { matrix, teams }: Model,
  findings: readonly Finding[],
  now: Date,
): Promise<void> {
  if (findings.length === 0) return;
  const told = findings.slice(0, mostTold).map(({ id, kind, text }) => ({ id, kind, text }));
  const count = findings.length;
  log.warn({ count, findings: told }, "new findings of high risk in the drift report");
  const forAccount = new Set(matrix.kinds.flatMap(({ id, scope }) => (scope === "account" ? [id] : [])));
  const emails = teams.flatMap(({ kind, contacts }) => (forAccount.has(kind) ? [contacts.email] : []));
  const payload = {
    event: "drift.found",
    time: now.toISOString(),
    subject: `${count} new ${count === 1 ? "finding" : "findings"} of high risk: ${told[0]?.text ?? ""}`,
    link: addresses.console === "" ? "" : new URL("/drift", addresses.console).href,
    recipients: [...new Set(emails)].filter((email) => email !== ""),
    count,
    findings: told,
  };
  await queueMessages(tx, { notify }, payload, now);
}

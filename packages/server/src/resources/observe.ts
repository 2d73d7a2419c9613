// One look at everything that can be known of the running platform, and what follows from it: evidence and drift. It may
// run as often as it likes, and twice at once: what is older never takes the place of what is newer.
import type { Finding } from "@remit/responsibility";
import { type KeptFinding, readKeptFindings, replaceFindings } from "../store/drift-findings.ts";
import { saveSeenAccount } from "../store/observations.ts";
import type { Deps } from "./call.ts";
import { findDriftNow } from "./drift.ts";
import { type DriftNoticeDeps, noticeFindings } from "./drift-notices.ts";
import { judgeEvidence } from "./evidence.ts";
import { readModel } from "./model.ts";
import { type CostsOfMonth, readCostsOfMonth } from "./observe-costs.ts";
import { type LookAtNamespace, observeNamespaces } from "./observe-namespaces.ts";
import { watchAudit } from "./watch-audit.ts";

export interface ObserveDeps extends DriftNoticeDeps, Pick<Deps, "database" | "limits" | "askCodecServer" | "billing"> {
  readonly lookAtNamespace: LookAtNamespace;
}

/** @param now the time of the look: pollers, stale evidence and ends of grants are judged by it */
export async function observe(deps: ObserveDeps, now: Date): Promise<void> {
  const costs = await readCostsOfMonth(deps, now);
  await observeNamespaces(deps, now, costs);
  await observeAccount(deps, now, costs);
  // From what was just written, so that "since" is the time of the look and not of the first reader after it.
  await judgeEvidence(deps, now);
}

async function observeAccount(deps: ObserveDeps, now: Date, costs: CostsOfMonth | null): Promise<void> {
  const { database, limits, log } = deps;
  const chain = await watchAudit(database.db, now);
  if (chain.broken !== null) log.error({ audit: chain.broken }, "the audit chain is broken");
  const { findings } = await database.db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute((tx) => findDriftNow(tx, limits, now));
  await database.db.transaction().execute(async (tx) => {
    if (!(await saveSeenAccount(tx, { chain, ...costs?.account }, now))) return;
    const before = await readKeptFindings(tx);
    await replaceFindings(
      tx,
      findings.map((finding) => ({ ...finding, accepted: finding.acknowledgement !== null })),
      now,
    );
    await noticeFindings(tx, deps, await readModel(tx), findNewlyHigh(before, findings), now);
  });
}

/** High findings that nobody accepts and that were not there, or not high, or accepted until now. */
function findNewlyHigh(before: readonly KeptFinding[], findings: readonly Finding[]): Finding[] {
  const known = new Set(before.flatMap(({ id, risk, accepted }) => (risk === "high" && !accepted ? [id] : [])));
  return findings.filter(
    ({ id, risk, acknowledgement }) => risk === "high" && acknowledgement === null && !known.has(id),
  );
}

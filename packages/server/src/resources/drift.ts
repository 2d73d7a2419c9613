// Where responsibility and access disagree, for the whole account.
import type { GetDriftRequest } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { type Facts, type Finding, findDrift, type Risk } from "@remit/responsibility";
import { type AcknowledgementRow, readAcknowledgements } from "../store/acknowledgements.ts";
import { readKeysVersion } from "../store/api-keys.ts";
import type { Database, Tx } from "../store/database.ts";
import { readFirstSeen } from "../store/drift-findings.ts";
import { readFacts } from "../store/facts.ts";
import { type Page, parsePage, toPage } from "../store/paging.ts";
import { readResponsibilityVersion } from "../store/responsibility-version.ts";
import type { Call, Deps } from "./call.ts";
import type { Limits } from "./limits.ts";
import { readModel } from "./model.ts";

export interface DriftReport {
  readonly checkedAt: Date;
  /** What the account was when it was checked: for names. */
  readonly facts: Facts;
  /** Riskiest first; those that were acknowledged carry it. */
  readonly findings: readonly Finding[];
}

/** So long a report stands while nothing that it is made of was written; ends and first uses come with time alone. */
const staysMs = 10_000;

/** The last report of each store: pages of one report, and many who look, cost one. */
const kept = new WeakMap<Database, { readonly version: string; readonly report: DriftReport }>();

export interface DriftPage {
  readonly page: Page<Finding>;
  readonly report: DriftReport;
  readonly counts: Readonly<Record<Risk, number>>;
  /** Finding → when a look first met it; absent for those that no look has met yet. */
  readonly since: ReadonlyMap<string, Date>;
}

export async function getDrift(deps: Deps, call: Call, request: GetDriftRequest): Promise<DriftPage> {
  const report = await keptReport(deps, call.now);
  const findings = request.includeAcknowledged
    ? report.findings
    : report.findings.filter(({ acknowledgement }) => acknowledgement === null);
  const counts = { high: 0, medium: 0, low: 0 };
  for (const { risk } of findings) counts[risk] += 1;
  const page = parsePage(`drift ${request.includeAcknowledged}`, request.pageSize, request.pageToken);
  const from = page.after === null ? 0 : findings.findIndex((finding) => isAfter(finding, page.after ?? []));
  const rest = from < 0 ? [] : findings.slice(from, from + page.size + 1);
  const since = await readFirstSeen(
    deps.database.db,
    rest.map(({ id }) => id),
  );
  return { page: toPage(page, rest, keyOf), report, counts, since };
}

async function keptReport({ database, limits, noteKeyUses }: Deps, now: Date): Promise<DriftReport> {
  const known = kept.get(database);
  const { db } = database;
  const versions = [await readResponsibilityVersion(db), await readKeysVersion(db), await readAcknowledged(database)];
  const version = versions.join(" ");
  const age = known === undefined ? Number.POSITIVE_INFINITY : now.getTime() - known.report.checkedAt.getTime();
  if (known?.version === version && age < staysMs) return known.report;
  // A key that is in use would read as never used for as long as that is in memory only.
  await noteKeyUses();
  const report = await database.db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute((tx) => findDriftNow(tx, limits, now));
  kept.set(database, { version, report });
  return report;
}

async function readAcknowledged({ db }: Database): Promise<string> {
  return JSON.stringify((await readAcknowledgements(db)).map(({ finding_id, until }) => [finding_id, until]));
}

/** From what `tx` sees. */
export async function findDriftNow(tx: Tx, limits: Limits, now: Date): Promise<DriftReport> {
  const model = await readModel(tx);
  const facts = await readFacts(tx, now);
  const acknowledged = (await readAcknowledgements(tx)).map((row) => toAcknowledgement(row, facts));
  return {
    checkedAt: now,
    facts,
    findings: findDrift(model, facts, { acknowledged, includeAcknowledged: true, limits }),
  };
}

function toAcknowledgement({ finding_id, reason, principal_id, until }: AcknowledgementRow, { policy }: Facts) {
  const by = policy.principals.find(({ id }) => id === principal_id)?.name ?? principal_id;
  return { finding: finding_id, reason, by, until: until.getTime() };
}

const rank: Readonly<Record<Risk, string>> = { high: "0", medium: "1", low: "2" };
const keyOf = ({ risk, id }: Finding): readonly string[] => [rank[risk], id];

function isAfter(finding: Finding, [afterRank = "", afterId = ""]: readonly string[]): boolean {
  const own = rank[finding.risk];
  return own > afterRank || (own === afterRank && finding.id > afterId);
}

// Compares drift with the naive reference on one random account, and carries out what drift proposes.
import { applyChanges } from "../src/apply-changes.ts";
import { compileAccess } from "../src/compile/compile-access.ts";
import { findDrift, joinFixes } from "../src/drift/find-drift.ts";
import { type Finding, isAccessFinding } from "../src/drift/finding.ts";
import { resolveTeams } from "../src/resolve.ts";
import { findDriftNaively } from "./naive-drift.ts";
import type { RandomAccount } from "./random-account.ts";

export interface DriftComparison {
  readonly findings: number;
  /** What is wrong, in words; null when both agree. */
  readonly wrong: string | null;
}

/** Whether the same principals can do too much or too little, by the same operations, and nothing is left once mended. */
export function compareDrift(account: RandomAccount): DriftComparison {
  const { model, facts, limits } = account;
  const findings = accessFindings(account);
  const naive = findDriftNaively(model, facts, limits);
  const [little, much] = [findings.filter(isTooLittle), findings.filter((one) => !isTooLittle(one))];
  const left = leftAfterFixes(account, isLimited(account) ? 4 : 1);
  const wrong =
    differ("too much", much, naive.tooMuch) ??
    differ("too little", little, naive.tooLittle) ??
    (left.length === 0 ? null : `left after all fixes: ${left.map(({ id, text }) => `${id}: ${text}`).join("\n")}`);
  return { findings: findings.length, wrong };
}

export function accessFindings({ model, facts, limits }: RandomAccount): Finding[] {
  return findDrift(model, facts, { limits }).filter(isAccessFinding);
}

/** Whether a limit keeps a team from its access. Where a fix takes a role from its group, there is room for it then. */
export function isLimited({ model, facts, limits }: RandomAccount): boolean {
  const { problems } = compileAccess(model, facts, resolveTeams(model, facts), limits);
  return problems.some(({ kind }) => kind === "over-limit");
}

function leftAfterFixes(account: RandomAccount, rounds: number): Finding[] {
  const findings = accessFindings(account);
  if (rounds === 0 || findings.length === 0) return findings;
  const facts = applyChanges(account.facts, joinFixes(account.facts, findings));
  return leftAfterFixes({ ...account, facts }, rounds - 1);
}

const isTooLittle = ({ kind }: Finding): boolean => kind === "cannot-act";

function differ(
  what: string,
  findings: readonly Finding[],
  naive: ReadonlyMap<string, ReadonlySet<string>>,
): string | null {
  const who = sorted(findings.flatMap(({ principals }) => principals));
  const operations = sorted(findings.flatMap((one) => one.operations));
  const naiveWho = sorted(naive.keys());
  const naiveOperations = sorted([...naive.values()].flatMap((set) => [...set]));
  if (who === naiveWho && operations === naiveOperations) return null;
  return `${what}: drift says [${who}] by [${operations}], the reference says [${naiveWho}] by [${naiveOperations}]`;
}

const sorted = (names: Iterable<string>): string => [...new Set(names)].sort().join(" ");

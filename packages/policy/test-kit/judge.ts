// Puts an implementation of the core to the corpus and reports the first promise that it breaks.
import type * as policy from "../src/index.ts";
import {
  type Case,
  type CaseCover,
  decisionsOf,
  loadCorpus,
  toAccess,
  toEntries,
  toPolicyData,
  type World,
} from "./corpus.ts";

type Core = typeof policy;

/** The promises of the corpus that the core breaks, each with what went wrong. */
export function judgeCorpus(core: Core): string[] {
  return loadCorpus().flatMap(({ file, world, cases }) => {
    const snapshot = core.compile(toPolicyData(world));
    return cases.flatMap((one) =>
      judgeCase(core, snapshot, world, one).map((fault) => `${file}: ${one.promise}: ${fault}`),
    );
  });
}

/** What is wrong with the core's answers to one case; empty when it keeps the promise. */
export function judgeCase(core: Core, snapshot: policy.Snapshot, world: World, one: Case): string[] {
  const decisions = decisionsOf(world, one).flatMap((wanted) => {
    const { principal, operation, resource, now, expect, via } = wanted;
    const what = `${principal} ${operation} ${resource.type}/${resource.id}`;
    const allowed = core.check(snapshot, principal, operation, resource, now);
    const decision = core.decide(snapshot, principal, operation, resource, now);
    const faults: string[] = [];
    if (allowed !== (expect === "allow")) faults.push(`${what}: check says ${allowed ? "allow" : "deny"}`);
    if (decision.effect !== expect) faults.push(`${what}: decide says ${decision.effect}`);
    if (via !== null && !pathsOf(core, decision).includes(via)) {
      faults.push(`${what}: not via "${via}" but ${JSON.stringify(pathsOf(core, decision))}`);
    }
    if (core.listAllowed(snapshot, principal, operation, resource.type, now).includes(resource.id) !== allowed) {
      faults.push(`${what}: listAllowed disagrees with check`);
    }
    if (core.whoCan(snapshot, operation, resource, now).includes(principal) !== allowed) {
      faults.push(`${what}: whoCan disagrees with check`);
    }
    return faults;
  });
  return [...decisions, ...(one.cover ?? []).flatMap((cover) => judgeCover(core, snapshot, world, one, cover))];
}

function pathsOf(core: Core, decision: policy.Decision): string[] {
  return decision.effect === "allow" ? decision.reasons.map(core.renderReason) : [decision.cause];
}

function judgeCover(core: Core, snapshot: policy.Snapshot, world: World, one: Case, cover: CaseCover): string[] {
  const now = Date.parse(one.now ?? world.now);
  const difference = differenceOf(core, snapshot, world, cover, now);
  const { missing, needsOwner } = core.findCoverGap(snapshot, cover.actor, difference, now);
  const verdict = needsOwner ? "needs owner" : missing.length > 0 ? "missing" : "covered";
  return verdict === cover.expect ? [] : [`${cover.actor} ${JSON.stringify(cover)}: ${verdict}`];
}

function differenceOf(
  core: Core,
  snapshot: policy.Snapshot,
  world: World,
  cover: CaseCover,
  now: number,
): policy.GrantDifference {
  if (cover.join !== undefined) return core.diffMembership(snapshot, cover.join);
  if (cover.key_for !== undefined) return core.diffUse(snapshot, cover.key_for, now);
  if (cover.role !== undefined) {
    const known = cover.role.name === undefined ? undefined : world.roles?.[cover.role.name];
    const becomes = cover.role.becomes;
    return core.diffRoleGrants(known ? toEntries(known) : null, becomes ? toEntries(becomes) : null, snapshot);
  }
  const { from, to } = cover.access ?? {};
  return core.diffGrants(from ? toAccess(from) : null, to ? toAccess(to) : null, snapshot);
}

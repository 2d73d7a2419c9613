// Where responsibility and access disagree, and what would mend it.
import { limits as defaultLimits, type PolicyLimits } from "@remit/policy";
import type { Change } from "../changes.ts";
import type { Facts } from "../facts.ts";
import type { Model } from "../model.ts";
import { createEdits } from "./access/edits.ts";
import { createScene } from "./access/scene.ts";
import { findCannotAct } from "./cannot-act.ts";
import { findCannotBeGiven } from "./cannot-be-given.ts";
import { type Acknowledgement, type Finding, rankFindings } from "./finding.ts";
import { findIdleKeys } from "./keys.ts";
import { findDeadNames } from "./names.ts";
import { findDifferentNamespaces, findUnclearNamespaces } from "./namespaces.ts";
import { findOverReach } from "./over-reach.ts";
import { findEmptyTeams, findInactiveOwners } from "./owners.ts";
import { findOutsiders } from "./principals.ts";
import { findRowsWithoutOwner, findTeamsWithoutContact } from "./rows.ts";

export interface DriftOptions {
  readonly acknowledged?: readonly Acknowledgement[];
  /** Also those that were acknowledged, which are left out otherwise. */
  readonly includeAcknowledged?: boolean;
  /** After how many days without use a key is told of; 90 unless said. */
  readonly keyUnusedDays?: number;
  readonly limits?: PolicyLimits;
}

/** All findings, the riskiest first. `facts.now` is the time at which access is judged. */
export function findDrift(model: Model, facts: Facts, options: DriftOptions = {}): Finding[] {
  const { acknowledged = [], includeAcknowledged = false, keyUnusedDays = 90, limits = defaultLimits } = options;
  const scene = createScene(model, facts, limits);
  const { resolved } = scene;
  const found = [
    ...findCannotAct(scene),
    ...findCannotBeGiven(scene),
    ...findOverReach(scene),
    ...findRowsWithoutOwner(model, resolved),
    ...findTeamsWithoutContact(model, resolved),
    ...findUnclearNamespaces(facts, resolved),
    ...findDifferentNamespaces(facts, resolved),
    ...findOutsiders(scene),
    ...findIdleKeys(facts, keyUnusedDays),
    ...findEmptyTeams(facts, resolved),
    ...findInactiveOwners(scene),
    ...findDeadNames(resolved),
  ];
  const accepted = new Map(acknowledged.filter(({ until }) => facts.now < until).map((one) => [one.finding, one]));
  const told = found.map((one) => ({ ...one, acknowledgement: accepted.get(one.id) ?? null }));
  return rankFindings(includeAcknowledged ? told : told.filter(({ acknowledgement }) => acknowledgement === null));
}

/** The fixes of several findings of one report as one plan: the changes of each holder in one call. */
export function joinFixes(facts: Facts, findings: readonly Pick<Finding, "fix">[]): Change[] {
  const { groups, principals } = facts.policy;
  const [ofGroup, ofPrincipal] = [groups, principals].map(
    (holders) => new Map(holders.map((one) => [one.id, one.access])),
  );
  const edits = createEdits(({ kind, id }) => (kind === "group" ? ofGroup : ofPrincipal)?.get(id));
  for (const { fix } of findings) for (const change of fix) edits.add(change);
  return edits.toChanges();
}

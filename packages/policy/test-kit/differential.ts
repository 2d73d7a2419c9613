// Compares an implementation of the policy core with the naive reference on random policies. The core is a parameter,
// so that the same comparison can be shown to catch broken ones.
import { isDeepStrictEqual } from "node:util";
import type * as policy from "../src/index.ts";
import type { Access, Grant, PolicyChange, PolicyData, ResourceType } from "../src/types.ts";
import { createRandom, type Random } from "./random.ts";
import {
  allTypes,
  idOrGone,
  NOW,
  type Question,
  randomAccess,
  randomPolicy,
  randomPrincipal,
  randomQuestion,
  randomRole,
  someIds,
} from "./random-policy.ts";
import { reachedBy, referenceCheck, referenceCovers, referenceList, referenceWhoCan } from "./reference.ts";

/** The public API of the package, or of a broken copy of it. */
export type Core = typeof policy;

/** A first disagreement, with all that is needed to see it again. */
export interface Mismatch {
  readonly seed: number;
  readonly what: string;
  readonly question: unknown;
  readonly core: unknown;
  readonly reference: unknown;
  readonly data: PolicyData;
}

export interface Comparison {
  readonly decisions: number;
  readonly allowed: number;
  readonly lists: number;
  readonly covers: number;
  readonly mismatch: Mismatch | null;
}

/** How many questions each random policy is asked. */
const QUESTIONS = 100;

/** Compares at least `cases` decisions, and lists, holders and covers beside them; stops at the first mismatch. */
export function compareWithReference(core: Core, cases: number, seed: number): Comparison {
  const count = { decisions: 0, allowed: 0, lists: 0, covers: 0 };
  for (let at = 0; count.decisions < cases; at++) {
    const random = createRandom(seed + at);
    const data = randomPolicy(random);
    const found =
      compareDecisions(core, data, random, count) ??
      compareLists(core, data, random, count) ??
      compareCovers(core, data, random, count) ??
      compareChanges(core, data, random);
    if (found) return { ...count, mismatch: { seed: seed + at, data, ...found } };
  }
  return { ...count, mismatch: null };
}

type Found = Omit<Mismatch, "seed" | "data"> | null;
type Count = { -readonly [K in Exclude<keyof Comparison, "mismatch">]: number };

function compareDecisions(core: Core, data: PolicyData, random: Random, count: Count): Found {
  const snapshot = core.compile(data);
  for (let i = 0; i < QUESTIONS; i++) {
    const question = randomQuestion(random, data);
    const { principal, operation, resource, now } = question;
    const reference = referenceCheck(data, principal, operation, resource, now);
    const answer = core.check(snapshot, principal, operation, resource, now);
    count.decisions++;
    if (reference) count.allowed++;
    if (answer !== reference) return { what: "check", question, core: answer, reference };
    const decision = core.decide(snapshot, principal, operation, resource, now);
    const explained = decision.effect === "allow" && decision.reasons.length > 0;
    if (explained !== reference) return { what: "decide", question, core: decision, reference };
  }
  return null;
}

function compareLists(core: Core, data: PolicyData, random: Random, count: Count): Found {
  const snapshot = core.compile(data);
  for (let i = 0; i < 8; i++) {
    count.lists++;
    const question = randomQuestion(random, data);
    const { principal, operation, resource, now } = question;
    const type = random.pick(allTypes);
    const found =
      differ("listAllowed", { ...question, type }, core.listAllowed(snapshot, principal, operation, type, now), () =>
        referenceList(data, principal, operation, type, now),
      ) ??
      compareAll(core, data, { ...question, type }) ??
      differ("whoCan", question, core.whoCan(snapshot, operation, resource, now), () =>
        referenceWhoCan(data, operation, resource, now),
      );
    if (found) return found;
  }
  return null;
}

/** Whoever is allowed on all of a type is allowed on one that nobody has heard of, and nobody else is. */
function compareAll(core: Core, data: PolicyData, question: Question & { readonly type: ResourceType }): Found {
  const { principal, operation, type, now } = question;
  if (type === "accounts") return null;
  const child = { id: "unheard-of", project: "unheard-of" };
  const grown: PolicyData = {
    ...data,
    projects: [...data.projects, "unheard-of"],
    namespaces: [...data.namespaces, child],
    nexusEndpoints: [...data.nexusEndpoints, child],
    connectivityRules: [...data.connectivityRules, child],
    customRoles: [...data.customRoles, { id: "unheard-of", name: "Unheard of", permissions: [] }],
  };
  const reference = referenceList(grown, principal, operation, type, now).includes("unheard-of");
  const answer = core.isAllowedOnAll(core.compile(data), principal, operation, type, now);
  return answer === reference ? null : { what: "isAllowedOnAll", question, core: answer, reference };
}

function differ(what: string, question: unknown, answer: readonly string[], expected: () => readonly string[]): Found {
  const core = [...answer].sort();
  const reference = [...expected()].sort();
  return isDeepStrictEqual(core, reference) ? null : { what, question, core, reference };
}

function compareCovers(core: Core, data: PolicyData, random: Random, count: Count): Found {
  const snapshot = core.compile(data);
  const actor = idOrGone(random);
  const access = randomAccess(random);
  const grants = core.grantsOfAccess(access, snapshot);
  const wrong = compareReach(data, access, grants);
  if (wrong) return wrong;
  const asked = random.some(grants, 12);
  const missing = new Set(core.missingCover(snapshot, actor, asked, NOW));
  for (const grant of asked) {
    count.covers++;
    const reference = referenceCovers(data, actor, grant, NOW);
    if (missing.has(grant) === reference) {
      return { what: "missingCover", question: { actor, grant }, core: !missing.has(grant), reference };
    }
  }
  return null;
}

/** The grants of an access must reach exactly what a principal with that access may do. */
function compareReach(data: PolicyData, access: Access, grants: readonly Grant[]): Found {
  const probe = { id: "probe", kind: "user", name: "", active: true, access, groups: [] } as const;
  const withProbe = { ...data, principals: [...data.principals, probe] };
  const reached = new Map<string, Set<string>>();
  for (const grant of grants) {
    if (grant.expiresAt != null && grant.expiresAt <= NOW) continue;
    const targets = reached.get(grant.operation) ?? new Set();
    for (const { type, id } of reachedBy(data, grant)) targets.add(`${type}/${id}`);
    reached.set(grant.operation, targets);
  }
  for (const operation of ["cloud.namespace.get", "cloud.namespace.list", "cloud.nexusendpoint.update"]) {
    const reference = allTypes.flatMap((type) =>
      referenceList(withProbe, "probe", operation, type, NOW).map((id) => `${type}/${id}`),
    );
    const found = differ("grantsOfAccess", { access, operation }, [...(reached.get(operation) ?? [])], () => reference);
    if (found) return found;
  }
  return null;
}

/** A snapshot that went through changes must answer as one compiled from what the changes lead to. */
function compareChanges(core: Core, data: PolicyData, random: Random): Found {
  const first = core.compile(data);
  const questions = Array.from({ length: 30 }, () => randomQuestion(random, data));
  const before = questions.map((question) => ask(core, first, question));
  let changed = first;
  let after = data;
  for (let i = 0; i < 4; i++) {
    const change = randomChange(random);
    changed = core.apply(changed, [change]);
    after = changeData(after, change);
  }
  for (const [index, question] of questions.entries()) {
    const { operation, resource, now } = question;
    const reference = referenceCheck(after, question.principal, operation, resource, now);
    const answer = ask(core, changed, question);
    if (answer !== reference) return { what: "apply", question, core: answer, reference };
    const kept = ask(core, first, question);
    if (kept !== before[index]) return { what: "old snapshot", question, core: kept, reference: before[index] };
    const found = differ("whoCan after apply", question, core.whoCan(changed, operation, resource, now), () =>
      referenceWhoCan(after, operation, resource, now),
    );
    if (found) return found;
  }
  return compareListsAfter(core, after, changed, questions);
}

function compareListsAfter(
  core: Core,
  data: PolicyData,
  snapshot: policy.Snapshot,
  questions: readonly Question[],
): Found {
  for (const question of questions.slice(0, 5)) {
    const { principal, operation, resource, now } = question;
    const answer = core.listAllowed(snapshot, principal, operation, resource.type, now);
    const found = differ("listAllowed after apply", question, answer, () =>
      referenceList(data, principal, operation, resource.type, now),
    );
    if (found) return found;
  }
  return null;
}

function ask(core: Core, snapshot: policy.Snapshot, { principal, operation, resource, now }: Question): boolean {
  return core.check(snapshot, principal, operation, resource, now);
}

/** One random change of one entity. */
export function randomChange(random: Random): PolicyChange {
  const id = random.pick(someIds);
  const gone = random.chance(0.3);
  const kind = random.pick<PolicyChange["kind"]>([
    "project",
    "namespace",
    "nexus-endpoint",
    "connectivity-rule",
    "custom-role",
    "group",
    "principal",
  ]);
  switch (kind) {
    case "project":
      return { kind, id, exists: !gone };
    case "custom-role":
      return { kind, id, role: gone ? null : randomRole(random, id) };
    case "group":
      return { kind, id, group: gone ? null : { id, name: "changed", access: randomAccess(random) } };
    case "principal":
      return { kind, id, principal: gone ? null : randomPrincipal(random, id) };
    default:
      return { kind, id, project: gone ? null : idOrGone(random) };
  }
}

/** The policy data after a change. */
export function changeData(data: PolicyData, change: PolicyChange): PolicyData {
  const put = <T extends { readonly id: string }>(items: readonly T[], item: T | null): T[] => [
    ...items.filter(({ id }) => id !== change.id),
    ...(item ? [item] : []),
  ];
  switch (change.kind) {
    case "project":
      return {
        ...data,
        projects: [...data.projects.filter((id) => id !== change.id), ...(change.exists ? [change.id] : [])],
      };
    case "custom-role":
      return { ...data, customRoles: put(data.customRoles, change.role) };
    case "group":
      return { ...data, groups: put(data.groups, change.group) };
    case "principal":
      return { ...data, principals: put(data.principals, change.principal) };
    default: {
      const child = change.project === null ? null : { id: change.id, project: change.project };
      if (change.kind === "namespace") return { ...data, namespaces: put(data.namespaces, child) };
      if (change.kind === "nexus-endpoint") return { ...data, nexusEndpoints: put(data.nexusEndpoints, child) };
      return { ...data, connectivityRules: put(data.connectivityRules, child) };
    }
  }
}

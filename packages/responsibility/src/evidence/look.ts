// What providers look at, and how they say what they saw.
import type { Evidence, EvidenceState } from "../evidence.ts";
import type { Facts, NamespaceFact } from "../facts.ts";
import type { ObservedNamespace } from "../observed.ts";
import type { ResolvedTeam } from "../resolve.ts";

/** The Namespaces that are looked at: those of the team, or all where the whole account is. */
export function namespacesOf(facts: Facts, team: ResolvedTeam | null): readonly NamespaceFact[] {
  if (team === null || team.kind.scope === "account") return facts.namespaces;
  const owned = new Set(team.namespaces);
  return facts.namespaces.filter(({ uid }) => owned.has(uid));
}

/** What was seen of a Namespace: bad, doubtful, good, why it cannot be known, or nothing (null). */
export type Sight = { readonly state: EvidenceState; readonly seen: string } | null;

/** How a question about Namespaces is put and answered, in words that go before a list of names. */
export interface NamespaceLook {
  readonly look: (namespace: NamespaceFact, observed: ObservedNamespace | undefined, facts: Facts) => Sight;
  /** Said when every Namespace is good: "have a codec server that answers". */
  readonly good: string;
  /** Said of what nobody looked at: "how much of its rate limit a Namespace uses". */
  readonly unknown: string;
  /** Why nobody can look yet, where that is so. */
  readonly closed?: string;
}

/**
 * Looks at each Namespace; the worst of them is the proof. One that nobody looked at makes the whole unknown unless
 * something worse was seen; no Namespace at all shows nothing.
 */
export function judgeNamespaces(
  facts: Facts,
  team: ResolvedTeam | null,
  { look, good, unknown, closed }: NamespaceLook,
): Evidence {
  const namespaces = namespacesOf(facts, team);
  if (namespaces.length === 0) return { state: "unknown", why: "There is no Namespace to look at." };
  const sights = namespaces.map((namespace) => ({
    id: namespace.id,
    sight: look(namespace, facts.observed?.namespaces?.get(namespace.uid), facts),
  }));
  for (const state of ["red", "amber"] as const) {
    const found = sights.flatMap(({ id, sight }) => (sight?.state === state ? [`${id} ${sight.seen}`] : []));
    if (found.length > 0) return { state, why: `${listNames(found)}.` };
  }
  const untold = sights.flatMap(({ id, sight }) => (sight?.state === "unknown" ? [`${id} ${sight.seen}`] : []));
  if (untold.length > 0) return { state: "unknown", why: `It is not known ${unknown}: ${listNames(untold)}.` };
  const unseen = sights.filter(({ sight }) => sight === null).map(({ id }) => id);
  if (unseen.length > 0) {
    return {
      state: "unknown",
      why: `It is not known ${unknown}: ${closed ?? `nobody looked at ${listNames(unseen)}`}.`,
    };
  }
  return { state: "green", why: `${countThings(namespaces.length, "Namespace")} ${good}.` };
}

const mostNames = 3;

/** "a, b, c and 4 more", in the order of the alphabet. */
export function listNames(names: readonly string[]): string {
  const sorted = [...names].sort();
  const told = sorted.slice(0, mostNames);
  if (sorted.length > mostNames) return `${told.join(", ")} and ${sorted.length - mostNames} more`;
  return told.length < 2 ? (told[0] ?? "") : `${told.slice(0, -1).join(", ")} and ${told.at(-1)}`;
}

/** "1 key", "3 keys". */
export const countThings = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;

export const day = 86_400_000;

/** "2027-01-15", in UTC. */
export const dateOf = (time: number): string =>
  Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString().slice(0, 10) : "an unknown date";

export const unknown = (why: string): Evidence => ({ state: "unknown", why });

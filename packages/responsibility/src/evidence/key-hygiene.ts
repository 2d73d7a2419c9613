// API keys have an owner who is there, an end, and a use.
import type { EvidenceProvider, EvidenceState } from "../evidence.ts";
import type { KeyFact } from "../facts.ts";
import { countThings, day, listNames } from "./look.ts";

/** A key that lives longer is rotated by nobody. */
const oldestKey = 365 * day;
/** A key that was not used for so long after it was made is wanted by nobody. */
const unusedAfter = 30 * day;
const endsSoon = 14 * day;

export const keyHygiene: EvidenceProvider = {
  name: "key-hygiene",
  title: "API keys have an active owner, are used, and end.",
  judge: ({ keys, policy, now }, team) => {
    const members = team === null || team.kind.scope === "account" ? null : new Set(team.members);
    const looked = keys.filter((key) => !key.disabled && (members === null || members.has(key.ownerId)));
    if (looked.length === 0) return { state: "unknown", why: "There is no enabled API key to look at." };
    const active = new Set(policy.principals.filter((principal) => principal.active).map(({ id }) => id));
    const found = looked.map((key) => ({ key, fault: findFault(key, active, now) }));
    for (const state of ["red", "amber"] as const) {
      const faults = found.flatMap(({ key, fault }) => (fault?.state === state ? [`${key.name} ${fault.what}`] : []));
      if (faults.length > 0) return { state, why: `${listNames(faults)}.` };
    }
    const unknown = looked.filter(({ lastUsedAt }) => lastUsedAt === undefined);
    if (unknown.length > 0) {
      return {
        state: "unknown",
        why: `It is not known whether ${countThings(unknown.length, "key")} of ${looked.length} was ever used.`,
      };
    }
    return { state: "green", why: `${countThings(looked.length, "key")} with an active owner, used, and with an end.` };
  },
};

function findFault(
  { ownerId, expiresAt, createdAt, lastUsedAt }: KeyFact,
  active: ReadonlySet<string>,
  now: number,
): { readonly state: EvidenceState; readonly what: string } | null {
  if (!active.has(ownerId)) return { state: "red", what: "has an owner who is not active" };
  if (expiresAt === null) return { state: "red", what: "never ends" };
  if (expiresAt <= now) return { state: "amber", what: "has ended and is still there" };
  if (expiresAt - createdAt > oldestKey) return { state: "amber", what: `lives longer than ${oldestKey / day} days` };
  const left = Math.ceil((expiresAt - now) / day);
  if (expiresAt - now <= endsSoon) return { state: "amber", what: `ends in ${left} ${left === 1 ? "day" : "days"}` };
  if (lastUsedAt === null && now - createdAt > unusedAfter) return { state: "amber", what: "was never used" };
  return null;
}

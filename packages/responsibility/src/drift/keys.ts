// API keys that have expired and are still there, and keys that nobody uses.
import type { Facts, KeyFact } from "../facts.ts";
import { type Finding, makeFinding } from "./finding.ts";

const dayMs = 24 * 60 * 60 * 1000;

export function findIdleKeys({ keys, now, policy }: Facts, unusedDays: number): Finding[] {
  const names = new Map(policy.principals.map(({ id, name }) => [id, name]));
  return keys.flatMap((key) => {
    const of = `API key ${key.name} of ${names.get(key.ownerId) ?? key.ownerId}`;
    const fix = [{ kind: "delete-key", keyId: key.id, name: key.name }] as const;
    const expired = key.expiresAt !== null && key.expiresAt <= now;
    if (expired) {
      const text = `${of} expired on ${toDate(key.expiresAt ?? now)} and is still there`;
      return [makeFinding({ kind: "key-expired", risk: "low", text, fix }, key.id)];
    }
    const idle = describeIdle(key, now, unusedDays);
    return idle === null
      ? []
      : [makeFinding({ kind: "key-unused", text: `${of} ${idle.text}`, risk: idle.risk, fix }, key.id)];
  });
}

/** A disabled key cannot be used, and says nothing by not being used. */
function describeIdle({ disabled, createdAt, lastUsedAt }: KeyFact, now: number, unusedDays: number) {
  if (disabled || lastUsedAt === undefined) return null;
  const isOld = now - (lastUsedAt ?? createdAt) >= unusedDays * dayMs;
  // A key that was just made may well be used tomorrow.
  if (lastUsedAt === null) {
    return { risk: isOld ? "medium" : "low", text: `was made on ${toDate(createdAt)} and never used` } as const;
  }
  return isOld ? ({ risk: "medium", text: `was last used on ${toDate(lastUsedAt)}` } as const) : null;
}

const toDate = (time: number): string => new Date(time).toISOString().slice(0, 10);

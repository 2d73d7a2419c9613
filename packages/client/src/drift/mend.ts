// What mends findings, as changes that the Cloud Ops API can carry out.
import { type Change, type Facts, type Finding, joinFixes } from "@remit/responsibility";
import { type Found, sameKey } from "./found.ts";

export interface Mending {
  readonly changes: readonly Change[];
  /** Findings that no change mends. */
  readonly left: readonly Found[];
}

/** @param here what was found from `facts`: fixes of the server are words, those found here are changes */
export function mend(chosen: readonly Found[], here: readonly Finding[], facts: Facts): Mending {
  const byKey = Map.groupBy(here, sameKey);
  const fixesOf = (finding: Found): readonly Change[] | undefined =>
    byKey.get(sameKey(finding))?.flatMap(({ fix }) => fix);
  const found = chosen.map((finding) => ({ finding, fix: fixesOf(finding) ?? fixKey(finding, facts) }));
  return {
    changes: joinFixes(facts, found),
    left: found.filter(({ fix }) => fix.length === 0).map(({ finding }) => finding),
  };
}

/** What mends such a finding follows from the key alone. */
export const isAboutKey = ({ kind }: Pick<Found, "kind">): boolean => kind === "key-unused" || kind === "key-expired";

/**
 * Whether a key was used only the server knows, and a browser's clock may be behind when one has ended. The id of such a
 * finding ends with that of the key.
 */
function fixKey({ id, kind }: Found, { keys }: Facts): readonly Change[] {
  if (!isAboutKey({ kind })) return [];
  const key = keys.find((one) => id === `${kind}/${one.id}`);
  return key === undefined ? [] : [{ kind: "delete-key", keyId: key.id, name: key.name }];
}

// What shows that a responsibility is carried out. One provider for each kind of proof, in evidence/; a later
// capability adds a file there and a line in the list. What cannot be known reads unknown, never green.
import type { Facts } from "./facts.ts";
import type { ResolvedTeam } from "./resolve.ts";

export type EvidenceState = "green" | "amber" | "red" | "unknown";

/** The worst first: a row is as good as its worst proof, and unknown is worse than green. */
export const statesWorstFirst: readonly EvidenceState[] = ["red", "amber", "unknown", "green"];

export interface Evidence {
  readonly state: EvidenceState;
  /** One sentence: what was seen, with numbers and names. */
  readonly why: string;
}

export interface EvidenceProvider {
  /** As in `evidence` of a responsibility: lower-case words with hyphens. */
  readonly name: string;
  /** What it looks at, in one sentence. */
  readonly title: string;
  /** `team` is whose Namespaces are looked at; null: the whole account. */
  readonly judge: (facts: Facts, team: ResolvedTeam | null) => Evidence;
}

// One disagreement between responsibility and what is the case: the words of everything under drift/.
import type { Grant, Reason } from "@remit/policy";
import type { Change, Holder } from "../changes.ts";

export type FindingKind =
  | "cannot-act"
  | "cannot-be-given"
  | "over-reach"
  | "owner-outside-team"
  | "owner-left"
  | "team-without-members"
  | "row-without-owner"
  | "team-without-contact"
  | "namespace-without-team"
  | "namespace-claimed-by-several"
  | "principal-outside-teams"
  | "key-expired"
  | "key-unused"
  | "name-not-found"
  | "namespace-differs";

export type Risk = "high" | "medium" | "low";

export interface Finding {
  /**
   * The same for the same finding, in every report. Of findings about access it says how far they reach, so that what
   * was acknowledged once does not cover what is added later.
   */
  readonly id: string;
  readonly kind: FindingKind;
  readonly risk: Risk;
  /** The finding in one sentence, with names. */
  readonly text: string;
  readonly team: string | null;
  readonly responsibility: string | null;
  /** Who holds what gives too much, who lacks something, or whom else it is about. */
  readonly subject: Holder | null;
  /** Ids of the principals who can do too much or too little by this. */
  readonly principals: readonly string[];
  /** The riskiest of the grants that are too much or missing. */
  readonly grant: Grant | null;
  /** All operations that are too much or missing somewhere, sorted. */
  readonly operations: readonly string[];
  /** By what the grant is held; empty when it is missing. */
  readonly reasons: readonly Reason[];
  /** What removes this finding and adds no other; empty when only a person can decide. */
  readonly fix: readonly Change[];
  /** Set when somebody accepted it, and that has not ended. */
  readonly acknowledgement: Acknowledgement | null;
}

export interface Acknowledgement {
  /** The id of a finding. */
  readonly finding: string;
  readonly reason: string;
  /** Who accepted it, in words. */
  readonly by: string;
  /** Until when, in Unix milliseconds. */
  readonly until: number;
}

/** Kinds that are about access alone: none of them is there exactly when access is what was compiled. */
const accessKinds: ReadonlySet<FindingKind> = new Set<FindingKind>(["cannot-act", "over-reach", "owner-outside-team"]);

/** Whether a finding is about what somebody can do, rather than about who is there or what is said. */
export const isAccessFinding = ({ kind }: Pick<Finding, "kind">): boolean => accessKinds.has(kind);

const risksFirst: readonly Risk[] = ["high", "medium", "low"];

/** Riskiest first, then by id. */
export function rankFindings<One extends Pick<Finding, "risk" | "id">>(findings: readonly One[]): One[] {
  const rank = ({ risk }: Pick<Finding, "risk">): number => risksFirst.indexOf(risk);
  return [...findings].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

/** A finding with what most kinds leave empty. */
export function makeFinding(
  parts: Pick<Finding, "kind" | "risk" | "text"> & Partial<Finding>,
  ...path: readonly string[]
): Finding {
  return {
    team: null,
    responsibility: null,
    subject: null,
    principals: [],
    grant: null,
    operations: [],
    reasons: [],
    fix: [],
    acknowledgement: null,
    ...parts,
    // A slash inside a part would let two findings have one id.
    id: [parts.kind, ...path].map((part) => part.replaceAll("%", "%25").replaceAll("/", "%2F")).join("/"),
  };
}

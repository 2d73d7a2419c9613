// Whether a responsibility is carried out: the proofs of a row, each for whoever answers, and the worst of them.
import { type Evidence, type EvidenceProvider, type EvidenceState, statesWorstFirst } from "../evidence.ts";
import type { Facts } from "../facts.ts";
import type { Model, Responsibility } from "../model.ts";
import type { ResolvedTeam, ResolvedTeams } from "../resolve.ts";
import { type Attestation, attestationName, judgeAttestation } from "./attestation.ts";
import { evidenceProviders } from "./providers.ts";

export interface Proof extends Evidence {
  /** Name of the provider, or "attestation". */
  readonly provider: string;
  /** Id of the team whose Namespaces were looked at; null: the whole account. */
  readonly team: string | null;
}

export interface RowJudgement {
  readonly responsibility: string;
  /** That of the worst proof; unknown when there is none. */
  readonly state: EvidenceState;
  /** That proof's sentence. */
  readonly why: string;
  /** The worst first. */
  readonly proofs: readonly Proof[];
}

/** The proofs of one row. Rows that application teams answer for are looked at team by team. */
export function judgeRow(
  model: Model,
  resolved: ResolvedTeams,
  facts: Facts,
  attestations: readonly Attestation[],
  row: Responsibility,
): RowJudgement {
  return createJudge(model, resolved, facts, attestations)(row);
}

/** All visible rows, in the order of the matrix. */
export function judgeMatrix(
  model: Model,
  resolved: ResolvedTeams,
  facts: Facts,
  attestations: readonly Attestation[],
): RowJudgement[] {
  const judge = createJudge(model, resolved, facts, attestations);
  return model.matrix.responsibilities.filter(({ hidden }) => !hidden).map(judge);
}

function createJudge(
  model: Model,
  resolved: ResolvedTeams,
  facts: Facts,
  attestations: readonly Attestation[],
): (row: Responsibility) => RowJudgement {
  const providers = new Map(evidenceProviders(resolved).map((provider) => [provider.name, judgeOnce(provider, facts)]));
  return (row) => {
    const sides = sidesOf(model, resolved, row);
    const proofs = [...new Set(row.evidence)].flatMap((name): Proof[] => {
      if (name === attestationName) {
        return [{ provider: name, team: null, ...judgeAttestation(attestations, row.id, facts.now) }];
      }
      const judge = providers.get(name);
      if (judge !== undefined) return sides.map(judge);
      return [{ provider: name, team: null, state: "unknown", why: `Nothing here can show ${JSON.stringify(name)}.` }];
    });
    const sorted = proofs.sort((a, b) => rank(a) - rank(b));
    const { state, why } = sorted[0] ?? { state: "unknown" as const, why: "The row names nothing that could show it." };
    return { responsibility: row.id, state, why, proofs: sorted };
  };
}

const rank = ({ state }: Evidence): number => statesWorstFirst.indexOf(state);

/** Whose part is looked at: a team's; null for the whole account; the title of a kind that has no team. */
type Side = ResolvedTeam | null | { readonly noTeamOf: string };

function sidesOf({ matrix }: Model, resolved: ResolvedTeams, row: Responsibility): readonly Side[] {
  const owners = new Map(Object.entries(row.owners));
  const sides = matrix.kinds.flatMap((kind): Side[] => {
    const ownership = owners.get(kind.id);
    if (ownership === undefined) return [];
    if (kind.scope === "account") return [null];
    const teams = resolved.teams.filter(
      (team) => team.kind.id === kind.id && (ownership.team === "" || ownership.team === team.team.id),
    );
    return teams.length === 0 ? [{ noTeamOf: kind.title }] : teams;
  });
  // A row that nobody answers for is still carried out, or not.
  return sides.length === 0 ? [null] : [...new Set(sides)];
}

/** Several rows are shown by the same proof of the same team, and each proof looks at everything that the team has. */
function judgeOnce(provider: EvidenceProvider, facts: Facts): (side: Side) => Proof {
  const known = new Map<Side, Proof>();
  return (side) => {
    const proof = known.get(side) ?? judgeSide(provider, facts, side);
    known.set(side, proof);
    return proof;
  };
}

function judgeSide(provider: EvidenceProvider, facts: Facts, side: Side): Proof {
  if (side !== null && "noTeamOf" in side) {
    return {
      provider: provider.name,
      team: null,
      state: "unknown",
      why: `There is no team of the kind ${side.noTeamOf}.`,
    };
  }
  return { provider: provider.name, team: side?.team.id ?? null, ...provider.judge(facts, side) };
}

// Who answers: the owners of a row, and the team that answers for an operation on a resource. Every refusal asks the
// second, so it is answered from an index that is made once for a model and the teams resolved from it.
import type { Contacts, Model, Ownership, Responsibility, Team } from "./model.ts";
import { expandOperations } from "./operations.ts";
import type { ResolvedTeams } from "./resolve.ts";

/** One side of a row. */
export interface Owner {
  /** Id of the kind of team. */
  readonly kind: string;
  readonly share: Ownership["share"];
  readonly part: string;
  /** Null: a team of the kind answers, but which one depends on a Namespace, or there is none. */
  readonly team: Team | null;
  /** "/go/<name>" of the row's go-link, a path on the server; empty when the row has none. */
  readonly link: string;
}

/** What a refusal tells: whom to ask. */
export interface Responsible {
  /** Null: the matrix names nobody, and the caller has to fall back on what it was configured with. */
  readonly team: Team | null;
  /** The team's chat channel, e-mail address, on-call link or ticket form, the first that it has. */
  readonly contact: string;
  /** "/go/<name>" of the row, or of the row that access is asked by; empty when neither has one. */
  readonly link: string;
  /** The row that says so. */
  readonly row: Responsibility | null;
}

export interface OwnerQuestion {
  /** Any operation of the catalogue; an unknown one is answered by whoever decides requests for access. */
  readonly operation: string;
  /** Uid; null when the operation is not on one Namespace. */
  readonly namespace: string | null;
}

/** Answers the question for one model and its teams; never throws. */
export type OwnerIndex = (question: OwnerQuestion) => Responsible;

/** The owners of a row, in the order of the matrix's kinds, for things in these Namespaces (uids; may be none). */
export function ownersOfRow(
  { matrix }: Pick<Model, "matrix">,
  resolved: ResolvedTeams,
  row: Responsibility,
  namespaces: readonly string[],
): Owner[] {
  const ownerships = new Map(Object.entries(row.owners));
  return matrix.kinds.flatMap((kind): Owner[] => {
    const ownership = ownerships.get(kind.id);
    if (ownership === undefined) return [];
    const { share, part } = ownership;
    const teams = teamsOfOwnership(resolved, kind.id, ownership, namespaces);
    const side = { kind: kind.id, share, part, link: linkOfRow(row) };
    return teams.length === 0 ? [{ ...side, team: null }] : teams.map((team) => ({ ...side, team }));
  });
}

/** The team named by the row, or those of the kind: all of them, or those that own one of the Namespaces. */
function teamsOfOwnership(
  resolved: ResolvedTeams,
  kind: string,
  ownership: Ownership,
  namespaces: readonly string[],
): readonly Team[] {
  if (ownership.team === "") return teamsOfKind(resolved, kind, namespaces);
  const named = resolved.byId.get(ownership.team);
  return named?.kind.id === kind ? [named.team] : [];
}

/** The teams of a kind that answer for these Namespaces; those of a kind with scope "account" answer for all. */
export function teamsOfKind(resolved: ResolvedTeams, kind: string, namespaces: readonly string[]): readonly Team[] {
  const owning = new Set(namespaces.flatMap((uid) => resolved.ownersOf.get(uid) ?? []));
  return resolved.teams
    .filter((team) => team.kind.id === kind && (team.kind.scope === "account" || owning.has(team)))
    .map(({ team }) => team);
}

/** The way to turn to a team; empty when it has none. */
export function contactOf({ chat, email, onCall, ticket }: Contacts): string {
  return [chat, email, onCall, ticket].find((way) => way !== "") ?? "";
}

/** The path of the row's go-link; empty when it has none. */
export function linkOfRow({ goLink }: Responsibility): string {
  return goLink === "" ? "" : `/go/${goLink}`;
}

const indexes = new WeakMap<Model, WeakMap<ResolvedTeams, OwnerIndex>>();

/** The team that answers for the operation on the resource. The index is kept for as long as both arguments live. */
export function ownersFor(model: Model, resolved: ResolvedTeams, question: OwnerQuestion): Responsible {
  const ofModel = indexes.get(model) ?? new WeakMap<ResolvedTeams, OwnerIndex>();
  indexes.set(model, ofModel);
  const index = ofModel.get(resolved) ?? indexOwners(model, resolved);
  ofModel.set(resolved, index);
  return index(question);
}

/** Prepares the answers: a few look-ups for each, however large the matrix. */
export function indexOwners(model: Model, resolved: ResolvedTeams): OwnerIndex {
  const claims = indexClaims(model);
  const access = model.matrix.responsibilities.find(({ id }) => id === model.matrix.requests.access) ?? null;
  const accessLink = access === null ? "" : linkOfRow(access);
  const answer = (team: Team, row: Responsibility): Responsible => ({
    team,
    contact: contactOf(team.contacts),
    link: linkOfRow(row) || accessLink,
    row,
  });
  const otherwise = answerOfAccessRow(model, resolved, access, answer);
  const everywhere = new Map(
    [...claims].flatMap(([operation, rows]) => {
      const found = claimEverywhere(resolved, rows);
      return found === null ? [] : [[operation, answer(found.team, found.row)] as const];
    }),
  );
  return ({ operation, namespace }) => {
    const owners = namespace === null ? [] : (resolved.ownersOf.get(namespace) ?? []);
    for (const { team, kind } of owners) {
      const claim = claims
        .get(operation)
        ?.find(({ ownership, kind: claimed }) => claimed === kind.id && isOf(ownership, team.id));
      if (claim !== undefined) return answer(team, claim.row);
    }
    return everywhere.get(operation) ?? otherwise;
  };
}

/** That a kind of team needs an operation, as a row says. */
interface Claim {
  readonly row: Responsibility;
  readonly kind: string;
  readonly ownership: Ownership;
  /** Named by itself, not as a part of a level. */
  readonly byName: boolean;
  /** How many operations the side needs in all: the fewer, the closer the row is to the operation. */
  readonly breadth: number;
}

/** Operation → the claims on it, the closest row first; their order does not depend on the order of rows. */
function indexClaims({ matrix }: Model): ReadonlyMap<string, readonly Claim[]> {
  const claims = new Map<string, Claim[]>();
  for (const row of matrix.responsibilities) {
    if (row.hidden) continue;
    for (const [kind, ownership] of Object.entries(row.owners)) {
      const named = new Set(ownership.operations);
      const operations = expandOperations(ownership.operations);
      for (const operation of operations) {
        const claim = { row, kind, ownership, byName: named.has(operation), breadth: operations.size };
        claims.set(operation, [...(claims.get(operation) ?? []), claim]);
      }
    }
  }
  for (const list of claims.values()) list.sort(compareClaims);
  return claims;
}

function compareClaims(a: Claim, b: Claim): number {
  return Number(b.byName) - Number(a.byName) || a.breadth - b.breadth || (a.row.id < b.row.id ? -1 : 1);
}

const isOf = ({ team }: Ownership, id: string): boolean => team === "" || team === id;

/** The closest row whose side answers for the whole account and has a team. */
function claimEverywhere(
  resolved: ResolvedTeams,
  claims: readonly Claim[],
): { readonly team: Team; readonly row: Responsibility } | null {
  for (const { row, kind, ownership } of claims) {
    const team = resolved.teams.find(
      (one) => one.kind.id === kind && one.kind.scope === "account" && isOf(ownership, one.team.id),
    );
    if (team !== undefined) return { team: team.team, row };
  }
  return null;
}

/** Who decides requests for access, hidden row or not: somebody has to be named in a refusal. */
function answerOfAccessRow(
  model: Model,
  resolved: ResolvedTeams,
  access: Responsibility | null,
  answer: (team: Team, row: Responsibility) => Responsible,
): Responsible {
  const owners = access === null ? [] : ownersOfRow(model, resolved, access, []);
  const team = owners.find((owner) => owner.team !== null)?.team ?? null;
  if (team !== null && access !== null) return answer(team, access);
  return { team: null, contact: "", link: access === null ? "" : linkOfRow(access), row: access };
}

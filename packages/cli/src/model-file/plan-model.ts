// From the model of a server to that of a file, call by call, in an order in which each is accepted: a server refuses a
// matrix that names a team that is not there, and a team of a kind that the matrix does not have. Pure.
import {
  checkModel,
  compareMatrix,
  compareTeams,
  type Difference,
  type Matrix,
  type Model,
  type Team,
} from "@remit/responsibility";
import type { FileModel } from "./check-file.ts";

export type Step =
  | { readonly kind: "update-matrix"; readonly matrix: Matrix; readonly interim: boolean }
  | { readonly kind: "create-team" | "update-team"; readonly team: Team }
  | { readonly kind: "delete-team"; readonly team: Team };

export interface ModelPlan {
  readonly differences: readonly Difference[];
  readonly steps: readonly Step[];
  /** Teams that the server has and the file does not, and that stay. */
  readonly kept: readonly Team[];
  /** Why the server would refuse the end of it. */
  readonly problems: readonly string[];
}

/** @param prune whether teams go that the file does not have */
export function planModel(now: Model, wanted: FileModel, prune: boolean): ModelPlan {
  const inFile = new Set(wanted.teams.map(({ id }) => id));
  const others = wanted.hasTeams ? now.teams.filter(({ id }) => !inFile.has(id)) : [];
  const [gone, kept] = prune ? [others, []] : [[], others];
  const end: Model = { matrix: wanted.matrix, teams: [...wanted.teams, ...kept] };
  const matrixChanges = compareMatrix(now.matrix, wanted.matrix);
  const differences = [...matrixChanges, ...compareTeams(now.teams, end.teams)];
  const existing = new Map(now.teams.map((team) => [team.id, team]));
  const write = orderByEscalation(end.teams).flatMap((team): Step[] => {
    const before = existing.get(team.id);
    if (before === undefined) return [{ kind: "create-team", team }];
    return compareTeams([before], [team]).length === 0 ? [] : [{ kind: "update-team", team }];
  });
  // Whoever turns to a team goes before that team.
  const remove = orderByEscalation(gone)
    .reverse()
    .map((team): Step => ({ kind: "delete-team", team }));
  const { before, after } = matrixChanges.length === 0 ? untouched : planMatrix(now, end, gone);
  return {
    differences,
    steps: [...before, ...write, ...remove, ...after],
    kept,
    problems: kept.length === 0 ? [] : checkModel(end).map(({ message }) => message),
  };
}

interface AroundTeams {
  readonly before: readonly Step[];
  readonly after: readonly Step[];
}

const untouched: AroundTeams = { before: [], after: [] };

/**
 * The matrix goes before the teams where it is accepted with the teams as they are and as they will be. Else one goes
 * before them that is accepted with both, and the wanted one after them.
 */
function planMatrix(now: Model, end: Model, gone: readonly Team[]): AroundTeams {
  const { matrix } = end;
  const during = [...end.teams, ...gone];
  const last: Step = { kind: "update-matrix", matrix, interim: false };
  const fits = [now.teams, during].every((teams) => checkModel({ matrix, teams }).length === 0);
  if (fits) return { before: [last], after: [] };
  const interim = makeInterim(now, end, during);
  const isThere = compareMatrix(now.matrix, interim).length === 0;
  return { before: isThere ? [] : [{ kind: "update-matrix", matrix: interim, interim: true }], after: [last] };
}

/** The wanted matrix with the kinds that teams still have, and only with owners that are there before and after. */
function makeInterim(now: Model, { matrix }: Model, during: readonly Team[]): Matrix {
  const wanted = new Set(matrix.kinds.map(({ id }) => id));
  const used = new Set([...now.teams, ...during].map(({ kind }) => kind));
  const kindsOf = (teams: readonly Team[]) => new Map(teams.map(({ id, kind }) => [id, kind]));
  const [before, after] = [kindsOf(now.teams), kindsOf(during)];
  const stays = (kind: string, team: string): boolean => before.get(team) === kind && after.get(team) === kind;
  return {
    ...matrix,
    kinds: [...matrix.kinds, ...now.matrix.kinds.filter(({ id }) => used.has(id) && !wanted.has(id))],
    responsibilities: matrix.responsibilities.map((row) => ({
      ...row,
      owners: Object.fromEntries(
        Object.entries(row.owners).map(([kind, owner]) => [
          kind,
          stays(kind, owner.team) ? owner : { ...owner, team: "" },
        ]),
      ),
    })),
  };
}

/** A team after all that it turns to, so that none names what is not there yet, and none closes a circle meanwhile. */
function orderByEscalation(teams: readonly Team[]): Team[] {
  const byId = new Map(teams.map((team) => [team.id, team]));
  const ordered = new Set<Team>();
  const open = new Set<Team>();
  const visit = (team: Team): void => {
    if (ordered.has(team) || open.has(team)) return;
    open.add(team);
    for (const next of team.escalation) {
      const found = byId.get(next);
      if (found !== undefined) visit(found);
    }
    ordered.add(team);
  };
  for (const team of teams) visit(team);
  return [...ordered];
}

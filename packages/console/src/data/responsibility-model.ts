// The matrix and the teams together, as the pure functions of @remit/responsibility take them.
import { checkTeam, type Matrix, type Model } from "@remit/responsibility";
import { useMemo } from "react";
import { type StoredMatrix, useMatrix } from "./matrix.ts";
import { useTeams } from "./teams.ts";

export interface KnownModel {
  /** Undefined until both are there. */
  readonly model: Model | undefined;
  readonly stored: StoredMatrix | undefined;
  readonly error: Error | null;
  retry(): void;
}

const nothing: Matrix["responsibilities"] = [];

export function useModel(): KnownModel {
  const { data: stored, error, refetch } = useMatrix();
  const teams = useTeams();
  const matrix = stored?.matrix;
  const model = useMemo(() => {
    if (matrix === undefined || (!teams.complete && teams.error === null)) return undefined;
    return { matrix, teams: teams.items.map(({ id, spec }) => checkTeam(id, spec ?? {}, matrix).team) };
  }, [matrix, teams.complete, teams.error, teams.items]);
  return {
    model,
    stored,
    error: stored === undefined ? error : teams.error,
    retry: () => {
      void refetch();
      teams.retry();
    },
  };
}

/** The row of this id, hidden or not. */
export const findRow = (matrix: Matrix | undefined, id: string) =>
  (matrix?.responsibilities ?? nothing).find((row) => row.id === id);

// The responsibility matrix of the account: one document, replaced as a whole.
import { toBinary } from "@bufbuild/protobuf";
import { MatrixSpecSchema, type UpdateMatrixRequest } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { toMatrixSpec } from "@remit/protocol/responsibility-model";
import { checkMatrix, checkModel, compareMatrix, renderComparison } from "@remit/responsibility";
import { nextVersion } from "../store/ids.ts";
import { lockMatrix, type MatrixRow, readMatrix, saveMatrix } from "../store/matrix.ts";
import { readTeams } from "../store/teams.ts";
import type { Call, Deps } from "./call.ts";
import { requireChange, requireSpec, requireVersion } from "./checks.ts";
import { requireNoProblem, toMatrix, toTeam } from "./model.ts";
import type { Mutation, Outcome } from "./mutation.ts";

/** The template has this version until somebody tailors it. */
const templateVersion = 0;

export const getMatrix = (deps: Deps, _call: Call): Promise<MatrixRow | undefined> => readMatrix(deps.database.db);

export const versionOf = (row: MatrixRow | undefined): number => row?.version ?? templateVersion;

/**
 * Teams that name what the new matrix no longer has make it refuse: a kind with teams cannot go away under them.
 * @throws RemitError INVALID_FIELD, VERSION_MISMATCH, NOTHING_TO_CHANGE
 */
export async function updateMatrix(mutation: Mutation, request: UpdateMatrixRequest): Promise<Outcome> {
  const { tx } = mutation;
  const checked = checkMatrix(requireSpec(MatrixSpecSchema, request.spec));
  requireNoProblem(checked.problems, "spec");
  const row = await lockMatrix(tx);
  requireVersion("matrix", versionOf(row), request.resourceVersion);
  const before = toMatrix(row);
  const spec = toMatrixSpec(checked.matrix);
  requireChange(MatrixSpecSchema, toMatrixSpec(before), spec, "the matrix");
  const teams = (await readTeams(tx)).map((team) => toTeam(team, checked.matrix));
  requireNoProblem(checkModel({ matrix: checked.matrix, teams }), "spec");
  await saveMatrix(tx, {
    version: await nextVersion(tx),
    spec: toBinary(MatrixSpecSchema, spec),
    updated_at: mutation.now,
  });
  mutation.about("matrix", "matrix", { changes: renderComparison(compareMatrix(before, checked.matrix)) });
  return {};
}

// Teams: who answers for responsibilities, whom to contact, and which Namespaces are theirs.
import { fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import {
  type CreateTeamRequest,
  type DeleteTeamRequest,
  type GetTeamsRequest,
  type TeamSpec,
  TeamSpecSchema,
  type UpdateTeamRequest,
} from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { toTeamSpec } from "@remit/protocol/responsibility-model";
import { checkModel, checkTeam, type Model, type Team } from "@remit/responsibility";
import { alreadyExists, failedPrecondition, invalidField, notFound } from "../errors.ts";
import type { Tx } from "../store/database.ts";
import { nextVersion } from "../store/ids.ts";
import { type Page, parsePage } from "../store/paging.ts";
import {
  deleteTeam as deleteRow,
  insertTeam,
  listTeams as listRows,
  lockTeam,
  readTeam,
  type TeamRow,
  updateTeam as updateRow,
} from "../store/teams.ts";
import type { Call, Deps } from "./call.ts";
import { requireChange, requireSpec, requireVersion } from "./checks.ts";
import { requireRoom } from "./limits.ts";
import { readModel, requireNoProblem } from "./model.ts";
import type { Mutation, Outcome } from "./mutation.ts";

/** @throws RemitError NOT_FOUND */
export async function getTeam(deps: Deps, _call: Call, id: string): Promise<TeamRow> {
  const row = await readTeam(deps.database.db, id);
  if (row === undefined) throw notFound("team", id);
  return row;
}

/** By id; of one kind where the request names one. */
export function listTeams(deps: Deps, _call: Call, request: GetTeamsRequest): Promise<Page<TeamRow>> {
  const { kind } = request;
  return listRows(deps.database.db, parsePage(`teams ${kind}`, request.pageSize, request.pageToken), kind);
}

export async function createTeam(mutation: Mutation, request: CreateTeamRequest): Promise<Outcome> {
  const { tx, deps } = mutation;
  const spec = requireSpec(TeamSpecSchema, request.spec);
  const model = await lockModel(tx);
  const team = requireValidTeam(model, request.teamId, spec);
  if (model.teams.some(({ id }) => id === team.id)) throw alreadyExists("team", team.id);
  requireRoom(deps.limits, "teamsPerAccount", model.teams.length, "teams in the account");
  requireNoProblem(checkModel({ ...model, teams: [...model.teams, team] }), "spec");
  const canonical = toTeamSpec(team);
  await insertTeam(tx, {
    id: team.id,
    kind: team.kind,
    spec: toBinary(TeamSpecSchema, canonical),
    state: ResourceState.ACTIVE,
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    created_at: mutation.now,
    updated_at: null,
  });
  mutation.about("teams", team.id, { after: toJson(TeamSpecSchema, canonical) });
  return { teamId: team.id };
}

export async function updateTeam(mutation: Mutation, request: UpdateTeamRequest): Promise<Outcome> {
  const { tx } = mutation;
  const spec = requireSpec(TeamSpecSchema, request.spec);
  const model = await lockModel(tx);
  const row = await lockTeam(tx, request.teamId);
  if (row === undefined) throw notFound("team", request.teamId);
  const team = requireValidTeam(model, row.id, spec);
  requireVersion("team", row.version, request.resourceVersion);
  const stored = fromBinary(TeamSpecSchema, row.spec);
  const canonical = toTeamSpec(team);
  requireChange(TeamSpecSchema, stored, canonical, "the team");
  const teams = model.teams.map((other) => (other.id === row.id ? team : other));
  requireNoProblem(checkModel({ ...model, teams }), "spec");
  await updateRow(tx, row.id, {
    kind: team.kind,
    spec: toBinary(TeamSpecSchema, canonical),
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  mutation.about("teams", row.id, {
    before: toJson(TeamSpecSchema, stored),
    after: toJson(TeamSpecSchema, canonical),
  });
  return {};
}

/** @throws RemitError FAILED_PRECONDITION while a responsibility or another team names it */
export async function deleteTeam(mutation: Mutation, request: DeleteTeamRequest): Promise<Outcome> {
  const { tx } = mutation;
  const model = await lockModel(tx);
  const row = await lockTeam(tx, request.teamId);
  if (row === undefined) throw notFound("team", request.teamId);
  requireVersion("team", row.version, request.resourceVersion);
  const [problem] = checkModel({ ...model, teams: model.teams.filter(({ id }) => id !== row.id) });
  if (problem !== undefined) throw failedPrecondition(`the team is still named: ${problem.message}`);
  await deleteRow(tx, row.id);
  mutation.about("teams", row.id, { before: toJson(TeamSpecSchema, fromBinary(TeamSpecSchema, row.spec)) });
  return {};
}

/** Matrix and teams name each other, so whoever changes one of them waits for whoever changes another. */
export async function lockModel(tx: Tx): Promise<Model> {
  await tx.selectFrom("account").select("id").forUpdate().executeTakeFirstOrThrow();
  return readModel(tx);
}

function requireValidTeam({ matrix }: Model, id: string, spec: TeamSpec): Team {
  const { team, problems } = checkTeam(id, spec, matrix);
  const [first] = problems;
  if (first?.path[0] === "id") throw invalidField("team_id", first.message);
  requireNoProblem(problems, "spec");
  return team;
}

import { create, fromBinary } from "@bufbuild/protobuf";
import type { GetTeamRequest, GetTeamsRequest } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { type Team, TeamSchema, TeamSpecSchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import type { Deps } from "../resources/call.ts";
import { createTeam, deleteTeam, getTeam, listTeams, updateTeam } from "../resources/teams.ts";
import type { TeamRow } from "../store/teams.ts";
import { type ResponsibilityHandlers, read, write } from "./handlers.ts";
import { resourceFields } from "./resource-fields.ts";

export const teams = (deps: Deps): ResponsibilityHandlers => ({
  getTeams: read(deps, async (_, call, request: GetTeamsRequest) => {
    const { items, nextPageToken } = await listTeams(deps, call, request);
    return { teams: items.map(toTeam), nextPageToken };
  }),
  getTeam: read(deps, async (_, call, request: GetTeamRequest) => ({
    team: toTeam(await getTeam(deps, call, request.teamId)),
  })),
  createTeam: write(deps, createTeam),
  updateTeam: write(deps, updateTeam),
  deleteTeam: write(deps, deleteTeam),
});

function toTeam(row: TeamRow): Team {
  const { resourceVersion, createdTime, lastModifiedTime } = resourceFields(row);
  return create(TeamSchema, {
    id: row.id,
    spec: fromBinary(TeamSpecSchema, row.spec),
    resourceVersion,
    createdTime,
    ...(lastModifiedTime && { lastModifiedTime }),
  });
}

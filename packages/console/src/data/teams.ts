// The teams, as the server lists them.
import { useMutation, useQuery } from "@connectrpc/connect-query";
import {
  type GetTeamsResponse,
  ResponsibilityService,
  type Team as TeamMessage,
} from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useWholeList, type WholeList } from "./all-pages.ts";

const { getTeams, getTeam, createTeam, updateTeam, deleteTeam } = ResponsibilityService.method;

const pick = ({ teams }: GetTeamsResponse): readonly TeamMessage[] => teams;

export const useTeams = (): WholeList<TeamMessage> => useWholeList(getTeams, {}, pick);

export const useTeam = (teamId: string) =>
  useQuery(getTeam, { teamId }, { select: ({ team }) => team, enabled: teamId !== "" });

/** Who answers for what, and so evidence and drift, follow from the teams. */
export function useTeamChanges() {
  const client = useQueryClient();
  const options = { onSuccess: () => client.invalidateQueries() };
  return {
    create: useMutation(createTeam, options),
    update: useMutation(updateTeam, options),
    remove: useMutation(deleteTeam, options),
  };
}

// Which team answers for a Namespace, by the same rule as everywhere: the package that the server uses, too.
import { useQuery } from "@connectrpc/connect-query";
import {
  type GetTeamsResponse,
  ResponsibilityService,
  type Team,
} from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import type { Namespace } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { Project } from "@remit/protocol/gen/temporal/api/cloud/project/v1/message_pb.ts";
import { checkMatrix, checkTeam, resolveTeams } from "@remit/responsibility";
import { useMemo } from "react";
import { useWholeList } from "./all-pages.ts";
import { nameOfProject, useProjects } from "./projects.ts";

export interface OwnerTeam {
  readonly id: string;
  readonly name: string;
}

const { getMatrix, getTeams } = ResponsibilityService.method;
const pickTeams = ({ teams }: GetTeamsResponse): readonly Team[] => teams;
const nobody: readonly OwnerTeam[] = [];

/** Namespace id → its teams. Null where the person may not see who answers for what. */
export function useOwnerTeams(namespaces: readonly Namespace[]): ((namespace: string) => readonly OwnerTeam[]) | null {
  const { data } = useQuery(getMatrix, {}, { staleTime: 60_000 });
  const teams = useWholeList(getTeams, {}, pickTeams).items;
  const { items: projects } = useProjects();
  const spec = data?.matrix?.spec;
  return useMemo(() => {
    if (spec === undefined) return null;
    const { matrix } = checkMatrix(spec);
    const known = teams.flatMap((team) =>
      team.spec === undefined ? [] : [checkTeam(team.id, team.spec, matrix).team],
    );
    const { ownersOf } = resolveTeams({ matrix, teams: known }, toFacts(namespaces, projects));
    return (namespace) => ownersOf.get(namespace)?.map(({ team: { id, name } }) => ({ id, name })) ?? nobody;
  }, [spec, teams, namespaces, projects]);
}

/** Only what owning asks for: who is in a group has no say in it. */
function toFacts(namespaces: readonly Namespace[], projects: readonly Project[]): Parameters<typeof resolveTeams>[1] {
  const account = namespaces[0]?.namespace.split(".").at(-1) ?? "";
  return {
    now: 0,
    policy: {
      account,
      projects: [],
      namespaces: [],
      nexusEndpoints: [],
      connectivityRules: [],
      customRoles: [],
      groups: [],
      principals: [],
    },
    namespaces: namespaces.map(({ namespace: id, projectId: project, tags }) => ({
      uid: id,
      id,
      project,
      tags,
      settings: null,
    })),
    projects: projects.map((project) => ({ id: project.id, displayName: nameOfProject(project) })),
    users: [],
    groups: [],
    serviceAccounts: [],
    keys: [],
  };
}

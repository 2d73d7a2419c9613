// Projects: what Namespaces, Nexus endpoints and connectivity rules lie in.
import { useQuery } from "@connectrpc/connect-query";
import type { GetProjectsResponse } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { Project } from "@remit/protocol/gen/temporal/api/cloud/project/v1/message_pb.ts";
import { useMemo } from "react";
import { useWholeList, type WholeList } from "./all-pages.ts";
import { visibleName } from "./visible-name.ts";

const { getProject, getProjects } = CloudService.method;
const pickProjects = ({ projects }: GetProjectsResponse): readonly Project[] => projects;

/** Those that the person may see. */
export const useProjects = (): WholeList<Project> => useWholeList(getProjects, {}, pickProjects);

export const useProject = (projectId: string) => useQuery(getProject, { projectId });

export const nameOfProject = ({ id, spec }: Project): string => visibleName(spec?.displayName, id);

/** Id → name; what is not among the projects that one may see stays an id. */
export function useProjectNames(): (id: string) => string {
  const { items } = useProjects();
  return useMemo(() => {
    const names = new Map(items.map((project) => [project.id, nameOfProject(project)]));
    return (id) => names.get(id) ?? id;
  }, [items]);
}

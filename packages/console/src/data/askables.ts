// What access can be asked for, as far as the signed-in person sees it. What they may not list is simply empty here.

import { useQuery } from "@connectrpc/connect-query";
import type {
  GetCustomRolesResponse,
  GetNamespacesResponse,
  GetProjectsResponse,
  GetRegionsResponse,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { useMemo } from "react";
import { useWholeList } from "./all-pages.ts";
import { visibleName } from "./visible-name.ts";

const { getNamespaces, getProjects, getCustomRoles, getRegions } = CloudService.method;

interface Named {
  readonly id: string;
  readonly name: string;
}

const pickNamespaces = ({ namespaces }: GetNamespacesResponse): readonly Named[] =>
  namespaces.map(({ namespace, spec }) => ({ id: namespace, name: spec?.name ?? namespace }));
const pickProjects = ({ projects }: GetProjectsResponse): readonly Named[] =>
  projects.map(({ id, spec }) => ({ id, name: visibleName(spec?.displayName, id) }));
const pickRoles = ({ customRoles }: GetCustomRolesResponse): readonly Named[] =>
  customRoles.map(({ id, spec }) => ({ id, name: spec?.name ?? id }));
const pickRegions = ({ regions }: GetRegionsResponse): readonly string[] => regions.map(({ id }) => id);

export function useAskables() {
  const namespaces = useWholeList(getNamespaces, {}, pickNamespaces);
  const projects = useWholeList(getProjects, {}, pickProjects);
  const customRoles = useWholeList(getCustomRoles, {}, pickRoles);
  return { namespaces: namespaces.items, projects: projects.items, customRoles: customRoles.items };
}

/** An id that the signed-in person does not see stands for itself. */
export function useNameOf(): (id: string) => string {
  const { items: projects } = useWholeList(getProjects, {}, pickProjects);
  const { items: customRoles } = useWholeList(getCustomRoles, {}, pickRoles);
  return useMemo(() => {
    const names = new Map([...projects, ...customRoles].map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? id;
  }, [projects, customRoles]);
}

export const useRegionIds = () => useQuery(getRegions, {}, { select: pickRegions, staleTime: 600_000 });

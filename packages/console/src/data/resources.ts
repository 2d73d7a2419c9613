// What operations act on, by name: for pickers, and to show a name where the API gives an id.
import type * as wire from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { useMemo } from "react";
import { useWholeList, type WholeList, type WholeListOptions } from "./all-pages.ts";
import { visibleName } from "./visible-name.ts";

export type PickableType = "projects" | "namespaces" | "nexus-endpoints" | "connectivity-rules" | "custom-roles";

export interface NamedResource {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Of a Namespace: the project that it lies in. Empty for every other type. */
  readonly project: string;
}

const named = (id: string, name: string, description = "", project = ""): NamedResource => ({
  id,
  name: visibleName(name, id),
  description,
  project,
});

const methods = CloudService.method;

const pickProjects = ({ projects }: wire.GetProjectsResponse) =>
  projects.map(({ id, spec }) => named(id, spec?.displayName ?? "", spec?.description));
const pickNamespaces = ({ namespaces }: wire.GetNamespacesResponse) =>
  namespaces.map(({ namespace, spec, projectId }) => named(namespace, namespace, spec?.description, projectId));
const pickEndpoints = ({ endpoints }: wire.GetNexusEndpointsResponse) =>
  endpoints.map(({ id, spec }) => named(id, spec?.name ?? ""));
const pickRules = ({ connectivityRules }: wire.GetConnectivityRulesResponse) =>
  connectivityRules.map(({ id }) => named(id, id));
const pickRoles = ({ customRoles }: wire.GetCustomRolesResponse) =>
  customRoles.map(({ id, spec }) => named(id, spec?.name ?? "", spec?.description));

const useProjects = (options: WholeListOptions) => useWholeList(methods.getProjects, {}, pickProjects, options);
const useNamespaces = (options: WholeListOptions) => useWholeList(methods.getNamespaces, {}, pickNamespaces, options);
const useEndpoints = (options: WholeListOptions) => useWholeList(methods.getNexusEndpoints, {}, pickEndpoints, options);
const useRules = (options: WholeListOptions) => useWholeList(methods.getConnectivityRules, {}, pickRules, options);
const useRoles = (options: WholeListOptions) => useWholeList(methods.getCustomRoles, {}, pickRoles, options);

/** Those that the caller may see. Each type is a list of its own; which one may change from one drawing to the next. */
export function useResources(type: PickableType | null): WholeList<NamedResource> {
  const lists = {
    projects: useProjects({ enabled: type === "projects" }),
    namespaces: useNamespaces({ enabled: type === "namespaces" }),
    "nexus-endpoints": useEndpoints({ enabled: type === "nexus-endpoints" }),
    "connectivity-rules": useRules({ enabled: type === "connectivity-rules" }),
    "custom-roles": useRoles({ enabled: type === "custom-roles" }),
  };
  return lists[type ?? "projects"];
}

/** Name by id; an id that the caller cannot look up stays what it is. */
export function useResourceNames(type: PickableType): (id: string) => string {
  const { items } = useResources(type);
  return useMemo(() => {
    const names = new Map(items.map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? id;
  }, [items]);
}

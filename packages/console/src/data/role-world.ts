// What a preview of a role needs to know of the account: which resources there are, and in which project each lies.
import { useQuery } from "@connectrpc/connect-query";
import type { Child } from "@remit/policy";
import type * as wire from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { useMemo } from "react";
import { useWholeList } from "./all-pages.ts";
import { useResources } from "./resources.ts";

const { getAccount, getNamespaces, getNexusEndpoints, getConnectivityRules } = CloudService.method;

const pickNamespaces = ({ namespaces }: wire.GetNamespacesResponse): Child[] =>
  namespaces.map(({ namespace, projectId }) => ({ id: namespace, project: projectId }));
const pickEndpoints = ({ endpoints }: wire.GetNexusEndpointsResponse): Child[] =>
  endpoints.map(({ id, projectId }) => ({ id, project: projectId }));
const pickRules = ({ connectivityRules }: wire.GetConnectivityRulesResponse): Child[] =>
  connectivityRules.map(({ id, projectId }) => ({ id, project: projectId }));

export interface RoleWorld {
  /** Empty where the caller may not read it; a role hardly ever names it. */
  readonly account: string;
  readonly projects: readonly string[];
  readonly namespaces: readonly Child[];
  readonly nexusEndpoints: readonly Child[];
  readonly connectivityRules: readonly Child[];
  readonly customRoles: readonly string[];
}

/** As far as the caller may see it; what is still on its way is missing for a moment. */
export function useRoleWorld(): RoleWorld {
  const projects = useResources("projects").items;
  const customRoles = useResources("custom-roles").items;
  const namespaces = useWholeList(getNamespaces, {}, pickNamespaces).items;
  const nexusEndpoints = useWholeList(getNexusEndpoints, {}, pickEndpoints).items;
  const connectivityRules = useWholeList(getConnectivityRules, {}, pickRules).items;
  const account = useQuery(getAccount, {}).data?.account?.id ?? "";
  return useMemo(
    () => ({
      account,
      projects: projects.map(({ id }) => id),
      customRoles: customRoles.map(({ id }) => id),
      namespaces,
      nexusEndpoints,
      connectivityRules,
    }),
    [account, projects, customRoles, namespaces, nexusEndpoints, connectivityRules],
  );
}

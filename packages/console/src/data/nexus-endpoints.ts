// Nexus endpoints: by what name workflows of some Namespaces call services of another.
import { useQuery } from "@connectrpc/connect-query";
import type { GetNexusEndpointsResponse } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { Endpoint } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { useWholeList, type WholeList } from "./all-pages.ts";
import { askAgainAfter } from "./query-client.ts";
import { isBusy } from "./resource-states.ts";

const { getNexusEndpoint, getNexusEndpoints } = CloudService.method;
const pickEndpoints = ({ endpoints }: GetNexusEndpointsResponse): readonly Endpoint[] => endpoints;

/** Those that the person may see; `projectId` empty: of every project. */
export const useNexusEndpoints = (projectId = "", enabled = true): WholeList<Endpoint> =>
  useWholeList(getNexusEndpoints, { projectId }, pickEndpoints, { isBusy, enabled });

/** Followed while something about it is under way. */
export const useNexusEndpoint = (endpointId: string) =>
  useQuery(
    getNexusEndpoint,
    { endpointId },
    {
      refetchInterval: ({ state }) =>
        askAgainAfter(state.error, state.data?.endpoint !== undefined && isBusy(state.data.endpoint)),
    },
  );

export interface EndpointTarget {
  readonly namespaceId: string;
  readonly taskQueue: string;
}

export function targetOf({ spec }: Endpoint): EndpointTarget {
  const variant = spec?.targetSpec?.variant;
  if (variant?.case !== "workerTargetSpec") return { namespaceId: "", taskQueue: "" };
  return { namespaceId: variant.value.namespaceId, taskQueue: variant.value.taskQueue };
}

/** The Namespaces that may call it. */
export const callersOf = ({ spec }: Endpoint): string[] =>
  (spec?.policySpecs ?? []).flatMap(({ variant }) =>
    variant.case === "allowedCloudNamespacePolicySpec" ? [variant.value.namespaceId] : [],
  );

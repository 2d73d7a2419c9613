// Namespaces: lists, one of them, and who has access to it.
import { useQuery } from "@connectrpc/connect-query";
import type { GetNamespacesResponse } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { Namespace } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { useWholeList, type WholeList } from "./all-pages.ts";
import { askAgainAfter } from "./query-client.ts";
import { isBusy } from "./resource-states.ts";

const { getNamespace, getNamespaces } = CloudService.method;
const pickNamespaces = ({ namespaces }: GetNamespacesResponse): readonly Namespace[] => namespaces;

/** Those that the person may see; `projectId` empty: of every project. */
export const useNamespaces = (projectId = "", enabled = true): WholeList<Namespace> =>
  useWholeList(getNamespaces, { projectId }, pickNamespaces, { isBusy, enabled });

/** Followed while something about it is under way. */
export const useNamespace = (namespace: string) =>
  useQuery(
    getNamespace,
    { namespace },
    {
      refetchInterval: ({ state }) =>
        askAgainAfter(state.error, state.data?.namespace !== undefined && isBusy(state.data.namespace)),
    },
  );

/** The regions in which it is, the active one first. */
export const regionsOf = ({ replicas, activeRegion }: Namespace): readonly string[] => [
  ...new Set([activeRegion, ...replicas.map(({ region }) => region)].filter((region) => region !== "")),
];

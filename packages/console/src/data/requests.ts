// Requests for access and for Namespaces.
import { useMutation, useQuery } from "@connectrpc/connect-query";
import { type GetRequestsResponse, type Request, RequestService } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useWholeList, type WholeList } from "./all-pages.ts";

const { method } = RequestService;

const pick = ({ requests }: GetRequestsResponse): readonly Request[] => requests;

/** All that the signed-in person may see, the newest first. */
export const useRequests = (toDecide: boolean): WholeList<Request> =>
  useWholeList(method.getRequests, { toDecide }, pick);

/** Looks again while somebody still has to decide, or a Namespace is being made of it. */
export const useRequest = (requestId: string) =>
  useQuery(
    method.getRequest,
    { requestId },
    {
      select: ({ request }) => request,
      refetchInterval: ({ state }) => (isOpen(state.data?.request) ? 5_000 : false),
    },
  );

const isOpen = (request: Request | undefined): boolean =>
  request?.state === "pending" ||
  (request?.state === "approved" && request.what.case === "namespace" && request.namespaceId === "");

export function useRequestChanges() {
  const client = useQueryClient();
  const options = { onSuccess: () => client.invalidateQueries() };
  return {
    askForAccess: useMutation(method.requestAccess, options),
    askForNamespace: useMutation(method.requestNamespace, options),
    approve: useMutation(method.approveRequest, options),
    decline: useMutation(method.declineRequest, options),
    withdraw: useMutation(method.withdrawRequest, options),
    end: useMutation(method.endAccess, options),
  };
}

// Namespaces as their Temporal servers have them, which the Cloud Ops API does not tell.
import { useQuery } from "@connectrpc/connect-query";
import { NamespaceService } from "@remit/protocol/gen/remit/v1/namespaces_pb.ts";

/** Asks the server behind it; undefined until it has said, and where nobody may ask. */
export const useNamespaceOnServer = (namespace: string, enabled: boolean) =>
  useQuery(
    NamespaceService.method.checkNamespaces,
    { namespace, all: true },
    // What was applied meanwhile invalidates it; what others change on the server is seen a minute later.
    { enabled, staleTime: 60_000 },
  ).data?.namespaces[0];

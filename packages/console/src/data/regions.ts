// Where Namespaces can be: each region leads to a Temporal server.
import { useQuery } from "@connectrpc/connect-query";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import {
  Region_CloudProvider as Provider,
  type Region,
} from "@remit/protocol/gen/temporal/api/cloud/region/v1/message_pb.ts";

const none: readonly Region[] = [];

export function useRegions() {
  const { data, error, isPending, refetch } = useQuery(CloudService.method.getRegions, {}, { staleTime: 300_000 });
  return {
    items: data?.regions ?? none,
    complete: data !== undefined,
    loading: isPending,
    error: data === undefined ? error : null,
    retry: () => void refetch(),
  };
}

const providers: Readonly<Record<number, string>> = {
  [Provider.AWS]: "AWS",
  [Provider.GCP]: "Google Cloud",
  [Provider.AZURE]: "Azure",
};

export const providerOf = ({ cloudProvider }: Region): string => providers[cloudProvider] ?? "–";

// The account itself: its settings, as GetAccount tells them.
import { useQuery } from "@connectrpc/connect-query";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";

export const useAccount = () => useQuery(CloudService.method.getAccount, {});

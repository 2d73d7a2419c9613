import { useQuery } from "@connectrpc/connect-query";
import type { GetServiceAccountsResponse } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { ServiceAccount } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { useWholeList, type WholeList, type WholeListOptions } from "./all-pages.ts";

const { getServiceAccounts, getServiceAccount } = CloudService.method;

// The field's name is singular although it is a list.
const pick = ({ serviceAccount }: GetServiceAccountsResponse): readonly ServiceAccount[] => serviceAccount;

export const useServiceAccounts = (options: WholeListOptions = {}): WholeList<ServiceAccount> =>
  useWholeList(getServiceAccounts, {}, pick, options);

export const useServiceAccount = (serviceAccountId: string) => useQuery(getServiceAccount, { serviceAccountId });

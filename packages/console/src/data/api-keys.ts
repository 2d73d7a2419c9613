import type { GetApiKeysResponse } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { ApiKey } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { useWholeList, type WholeList } from "./all-pages.ts";

const pick = ({ apiKeys }: GetApiKeysResponse): readonly ApiKey[] => apiKeys;

/** All that the caller may see, or those of one owner. */
export const useApiKeys = (ownerId = ""): WholeList<ApiKey> =>
  useWholeList(CloudService.method.getApiKeys, { ownerId }, pick);

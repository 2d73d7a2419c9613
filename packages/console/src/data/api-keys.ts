import type { Timestamp } from "@bufbuild/protobuf/wkt";
import {
  IdentityService,
  type ListApiKeyUsesResponse,
  type ListApiKeyUsesResponse_Use,
} from "@remit/protocol/gen/remit/v1/identity_pb.ts";
import type { GetApiKeysResponse } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { ApiKey } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { useMemo } from "react";
import { useWholeList, type WholeList } from "./all-pages.ts";

const pick = ({ apiKeys }: GetApiKeysResponse): readonly ApiKey[] => apiKeys;

/** All that the caller may see, or those of one owner. */
export const useApiKeys = (ownerId = ""): WholeList<ApiKey> =>
  useWholeList(CloudService.method.getApiKeys, { ownerId }, pick);

const pickUses = ({ uses }: ListApiKeyUsesResponse): readonly ListApiKeyUsesResponse_Use[] => uses;

/** When each was last used; undefined for a key that never was. `known` is false until all of it is there. */
export function useApiKeyUses(ownerId = ""): {
  readonly known: boolean;
  readonly of: (keyId: string) => Timestamp | undefined;
} {
  const { items, complete } = useWholeList(IdentityService.method.listApiKeyUses, { ownerId }, pickUses);
  return useMemo(() => {
    const times = new Map(items.map(({ keyId, lastUsedAt }) => [keyId, lastUsedAt]));
    return { known: complete, of: (keyId) => times.get(keyId) };
  }, [items, complete]);
}

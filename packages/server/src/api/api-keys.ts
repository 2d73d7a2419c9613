import { create, fromBinary } from "@bufbuild/protobuf";
import type {
  GetApiKeyRequest,
  GetApiKeysRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type ApiKey,
  ApiKeySchema,
  ApiKeySpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { toOwnerText } from "../resources/api-key-owner.ts";
import { createApiKey, deleteApiKey, getApiKey, listApiKeys, updateApiKey } from "../resources/api-keys.ts";
import type { Deps } from "../resources/call.ts";
import type { ApiKeyRow } from "../store/api-keys.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";
import { resourceFields } from "./resource-fields.ts";

export const apiKeys = (deps: Deps): CloudHandlers => ({
  getApiKeys: read(deps, async (_, call, request: GetApiKeysRequest) => {
    const { items, nextPageToken } = await listApiKeys(deps, call, request);
    return { apiKeys: items.map((row) => toApiKey(row, call.now)), nextPageToken };
  }),
  getApiKey: read(deps, async (_, call, request: GetApiKeyRequest) => ({
    apiKey: toApiKey(await getApiKey(deps, call, request.keyId), call.now),
  })),
  createApiKey: write(deps, createApiKey),
  updateApiKey: write(deps, updateApiKey),
  deleteApiKey: write(deps, deleteApiKey),
});

/** A key ends by the clock, so its state is told when it is read. */
export function toApiKey(row: ApiKeyRow, now: Date): ApiKey {
  const state = row.expires_at <= now ? ResourceState.EXPIRED : row.state;
  const spec = fromBinary(ApiKeySpecSchema, row.spec);
  spec.ownerTypeDeprecated = toOwnerText(row.owner_kind);
  return create(ApiKeySchema, { ...resourceFields({ ...row, state }), id: row.id, spec });
}

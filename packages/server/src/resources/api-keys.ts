// API keys: credentials of users and service accounts. A key holds exactly what its owner holds.
import { fromBinary, type Message, toBinary, toJson } from "@bufbuild/protobuf";
import { check, listAllowed } from "@remit/policy";
import type {
  CreateApiKeyRequest,
  DeleteApiKeyRequest,
  GetApiKeysRequest,
  UpdateApiKeyRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { type ApiKeySpec, ApiKeySpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { digestToken, mintToken } from "../authenticate/token.ts";
import { invalidField, notFound } from "../errors.ts";
import {
  type ApiKeyRow,
  countUnexpiredApiKeys,
  deleteApiKey as deleteRow,
  insertApiKey,
  listApiKeys as listRows,
  type OwnerKind,
  readApiKey,
  updateApiKey as updateRow,
} from "../store/api-keys.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { type Page, parsePage } from "../store/paging.ts";
import { readScopedAccountIds, readServiceAccount } from "../store/service-accounts.ts";
import { deleteSessionsOfKey } from "../store/sessions.ts";
import { readUser } from "../store/users.ts";
import { defaultExpiry, requireExpiry, sameExpiry } from "./api-key-expiry.ts";
import { keepOwner, normaliseOwner, parseOwnerType, toOwnerText, toOwnerType } from "./api-key-owner.ts";
import type { Call, Deps } from "./call.ts";
import { requireChange, requireSpec, requireText, requireVersion } from "./checks.ts";
import { accessesOf, requireCovers, requireCoversUse, requireOwnerFor } from "./cover.ts";
import { requireRoom } from "./limits.ts";
import type { Mutation, Outcome } from "./mutation.ts";

export async function getApiKey(deps: Deps, _call: Call, id: string): Promise<ApiKeyRow> {
  const row = await readApiKey(deps.database.db, id);
  if (row === undefined) throw notFound("API key", id);
  return row;
}

/** By id. Who does not administer all keys sees its own and those of the service accounts that it administers. */
export async function listApiKeys(
  deps: Deps,
  call: Call,
  request: Omit<GetApiKeysRequest, keyof Message>,
): Promise<Page<ApiKeyRow>> {
  const { ownerId } = request;
  const ownerKind = parseOwnerType(request, "owner_type");
  const page = parsePage(`api-keys ${JSON.stringify([ownerId, ownerKind])}`, request.pageSize, request.pageToken);
  return listRows(deps.database.db, page, { ownerId, ownerKind, owners: await visibleOwners(deps, call) });
}

async function visibleOwners({ database }: Deps, { view, caller, now }: Call): Promise<string[] | null> {
  const operation = "cloud.apikey.list";
  const principalId = caller?.principalId ?? "";
  if (check(view.snapshot, principalId, operation, { type: "accounts", id: view.account }, now.getTime())) return null;
  const allowed = (type: "namespaces" | "projects") =>
    listAllowed(view.snapshot, principalId, operation, type, now.getTime());
  return [
    principalId,
    ...(await readScopedAccountIds(database.db, "namespace", allowed("namespaces"))),
    ...(await readScopedAccountIds(database.db, "project", allowed("projects"))),
  ];
}

export async function createApiKey(mutation: Mutation, request: CreateApiKeyRequest): Promise<Outcome> {
  const spec = requireSpec(ApiKeySpecSchema, request.spec);
  const sentKind = normaliseOwner(spec);
  requireText(spec.ownerId, "spec.owner_id", { max: 64 });
  requireTexts(spec);
  spec.expiryTime ??= defaultExpiry(mutation);
  requireExpiry(mutation, spec.expiryTime, "spec.expiry_time");
  const ownerKind = await requireOwner(mutation, spec.ownerId);
  if (sentKind !== null && sentKind !== ownerKind)
    throw invalidField("spec.owner_type", `the owner is a ${toOwnerText(ownerKind)}`);
  spec.ownerType = toOwnerType(ownerKind);
  if (spec.ownerId === mutation.principalId) requireCovers(mutation, []);
  else requireCoversUse(mutation, spec.ownerId);
  const { id, token } = await mintApiKey(mutation, spec, ownerKind);
  mutation.secret = { field: "token", value: token };
  mutation.about("api-keys", id, { owner_id: spec.ownerId, after: toJson(ApiKeySpecSchema, spec) });
  return { keyId: id };
}

/** Stores a key whose spec is checked and complete. @throws RemitError LIMIT_REACHED */
export async function mintApiKey(
  mutation: Mutation,
  spec: ApiKeySpec,
  kind: OwnerKind,
): Promise<{ id: string; token: string }> {
  const { tx, now, deps } = mutation;
  const limit = kind === "user" ? "apiKeysPerUser" : "apiKeysPerServiceAccount";
  requireRoom(
    deps.limits,
    limit,
    await countUnexpiredApiKeys(tx, spec.ownerId, now),
    "API keys of one owner that have not expired",
  );
  const id = newId();
  const token = mintToken("key");
  await insertApiKey(tx, {
    id,
    owner_id: spec.ownerId,
    owner_kind: kind,
    digest: digestToken(token),
    disabled: spec.disabled,
    expires_at: requireExpiry(mutation, spec.expiryTime, "spec.expiry_time"),
    last_used_at: null,
    version: await nextVersion(tx),
    state: ResourceState.ACTIVE,
    spec: toBinary(ApiKeySpecSchema, spec),
    async_operation_id: mutation.operationId,
    created_at: now,
    updated_at: null,
  });
  mutation.touch("api-key", id);
  return { id, token };
}

/** Name, description and disabled can change. To enable a key of somebody else is to hand out what its owner holds. */
export async function updateApiKey(mutation: Mutation, request: UpdateApiKeyRequest): Promise<Outcome> {
  const { tx } = mutation;
  const spec = requireSpec(ApiKeySpecSchema, request.spec);
  normaliseOwner(spec);
  requireTexts(spec);
  const row = await requireApiKey(mutation, request.keyId);
  requireVersion("API key", row.version, request.resourceVersion);
  const stored = fromBinary(ApiKeySpecSchema, row.spec);
  keepOwner(spec, stored);
  if (!sameExpiry(spec.expiryTime, stored.expiryTime))
    throw invalidField("spec.expiry_time", "cannot be changed; make a new key");
  if (stored.expiryTime !== undefined) spec.expiryTime = stored.expiryTime;
  requireChange(ApiKeySpecSchema, stored, spec, "the API key");
  requireKeyCover(mutation, row, stored.disabled && !spec.disabled);
  await updateRow(tx, row.id, {
    disabled: spec.disabled,
    version: await nextVersion(tx),
    spec: toBinary(ApiKeySpecSchema, spec),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  mutation.touch("api-key", row.id);
  // For good: a key that is enabled again signs nobody in who did not sign in again.
  if (spec.disabled) await deleteSessionsOfKey(tx, row.id);
  mutation.about("api-keys", row.id, {
    owner_id: row.owner_id,
    before: toJson(ApiKeySpecSchema, stored),
    after: toJson(ApiKeySpecSchema, spec),
  });
  return {};
}

export async function deleteApiKey(mutation: Mutation, request: DeleteApiKeyRequest): Promise<Outcome> {
  const row = await requireApiKey(mutation, request.keyId);
  requireVersion("API key", row.version, request.resourceVersion);
  requireKeyCover(mutation, row, false);
  await deleteRow(mutation.tx, row.id);
  mutation.touch("api-key", row.id);
  const before = toJson(ApiKeySpecSchema, fromBinary(ApiKeySpecSchema, row.spec));
  mutation.about("api-keys", row.id, { owner_id: row.owner_id, before });
  return {};
}

/** Without its keys an Account Owner is as good as suspended, so those are their own and other Owners' business. */
function requireKeyCover(mutation: Mutation, { owner_id }: ApiKeyRow, enables: boolean): void {
  if (owner_id === mutation.principalId) requireCovers(mutation, []);
  else if (enables) requireCoversUse(mutation, owner_id);
  else requireOwnerFor(mutation, accessesOf(mutation.view, owner_id));
}

async function requireApiKey({ tx }: Mutation, id: string): Promise<ApiKeyRow> {
  const row = await readApiKey(tx, id);
  if (row === undefined) throw notFound("API key", id);
  return row;
}

async function requireOwner({ tx }: Mutation, id: string): Promise<OwnerKind> {
  if ((await readUser(tx, id)) !== undefined) return "user";
  if ((await readServiceAccount(tx, id)) !== undefined) return "serviceaccount";
  throw notFound("owner", id);
}

function requireTexts({ displayName, description }: ApiKeySpec): void {
  requireText(displayName, "spec.display_name", { max: 255 });
  requireText(description, "spec.description", { min: 0, max: 1024 });
}

// Tags: small facts about a namespace that are ours alone, so writing them needs no Temporal server.
import type { UpdateNamespaceTagsRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { invalidField, limitReached, nothingToChange } from "../errors.ts";
import { nextVersion } from "../store/ids.ts";
import { readTagKeys, updateNamespace as updateRow } from "../store/namespaces.ts";
import { requireText } from "./checks.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { lockSettledNamespace } from "./namespace-state.ts";

type Tags = Readonly<Record<string, string>>;

const shape = {
  max: 63,
  pattern: /^[a-z0-9._@-]+$/,
  says: "must be 1 to 63 lower-case letters, digits and . _ - @",
};

/** @throws RemitError INVALID_FIELD naming the tag under `field` */
export function requireTags(tags: Tags, field: string): void {
  for (const [key, value] of Object.entries(tags)) {
    requireText(key, `${field}[${JSON.stringify(key.slice(0, 63))}]`, shape);
    requireText(value, `${field}[${JSON.stringify(key)}]`, shape);
  }
}

/** @throws RemitError LIMIT_REACHED. Taking tags away is always possible, however many there are. */
export async function requireRoomForTags(mutation: Mutation, tags: Tags, before: Tags, uid: string): Promise<void> {
  const { limits } = mutation.deps;
  const { tagsPerNamespace: perNamespace, tagKeysPerAccount: perAccount } = limits;
  const added = Object.keys(tags).filter((key) => !Object.hasOwn(before, key));
  if (added.length === 0) return;
  if (perNamespace !== 0 && Object.keys(tags).length > perNamespace) {
    throw limitReached("tagsPerNamespace", perNamespace, "tags on a namespace");
  }
  if (perAccount === 0) return;
  const others = await readTagKeys(mutation.tx, uid);
  const keys = new Set([...others, ...Object.keys(tags)]);
  if (keys.size > perAccount && keys.size > others.size) {
    throw limitReached("tagKeysPerAccount", perAccount, "different tag keys in the account");
  }
}

/** Removing what is not there is silent, as clients repeat it; adding what is there already is "nothing to change". */
export async function updateNamespaceTags(mutation: Mutation, request: UpdateNamespaceTagsRequest): Promise<Outcome> {
  const { tx } = mutation;
  const { tagsToUpsert: upserts, tagsToRemove: removals } = request;
  const upserted = Object.keys(upserts);
  if (upserted.length + removals.length === 0) throw invalidField("tags_to_upsert", "or tags_to_remove is required");
  requireTags(upserts, "tags_to_upsert");
  for (const [index, key] of removals.entries()) requireText(key, `tags_to_remove[${index}]`, shape);
  const both = removals.findIndex((key) => upserted.includes(key));
  if (both >= 0) throw invalidField(`tags_to_remove[${both}]`, "is to be set and to be removed");
  const row = await lockSettledNamespace(tx, request.namespace);
  const kept = Object.entries(row.tags).filter(([key]) => !removals.includes(key));
  const tags = { ...Object.fromEntries(kept), ...upserts };
  if (upserted.length > 0 && sameTags(row.tags, tags)) throw nothingToChange("the namespace's tags");
  await requireRoomForTags(mutation, tags, row.tags, row.uid);
  await updateRow(tx, row.uid, {
    tags: JSON.stringify(tags),
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  mutation.about("namespaces", row.id, { before: row.tags, after: tags });
  return {};
}

function sameTags(a: Tags, b: Tags): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

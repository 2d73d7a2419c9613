// A retry of one's own delete: the thing is gone, and with it whatever gave the right to delete it, yet the caller
// must get its first answer again. Only deletes: their answers carry nothing but the operation.
import { createHash } from "node:crypto";
import { type DescMethod, type Message, toBinary } from "@bufbuild/protobuf";
import type { Reader } from "../store/database.ts";

/** What makes two requests the same for an idempotency key. */
export const digestRequest = (method: DescMethod, request: Message): Uint8Array =>
  createHash("sha256")
    .update(toBinary(method.input, request, { writeUnknownFields: true }))
    .digest();

export async function isRepeatedDelete(
  reader: Reader,
  method: DescMethod,
  request: Message & { asyncOperationId?: string },
  principalId: string,
): Promise<boolean> {
  const key = request.asyncOperationId ?? "";
  if (key === "" || !method.name.startsWith("Delete")) return false;
  const row = await reader
    .selectFrom("operations")
    .select("request_digest")
    .where("id", "=", key)
    .where("principal_id", "=", principalId)
    .where("rpc", "=", method.name)
    .executeTakeFirst();
  return row !== undefined && Buffer.compare(row.request_digest, digestRequest(method, request)) === 0;
}

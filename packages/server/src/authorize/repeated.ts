// A retry of one's own delete or move: the thing is gone, or in another project, and with it whatever gave the right to
// do that, yet the caller must get its first answer again. Only these: their answers carry nothing but the operation.
import { createHash } from "node:crypto";
import { clone, type DescMethod, type Message, toBinary } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import type { Reader } from "../store/database.ts";

/**
 * What makes two requests the same for an idempotency key. Entries of maps have no order: a Go client encodes a request
 * anew for each retry and sends them in another one each time.
 */
export function digestRequest(method: DescMethod, request: Message): Uint8Array {
  const ordered = clone(method.input, request);
  orderMaps(reflect(method.input, ordered));
  return createHash("sha256")
    .update(toBinary(method.input, ordered, { writeUnknownFields: true }))
    .digest();
}

/** In place. */
function orderMaps(message: ReflectMessage): void {
  for (const field of message.desc.fields) {
    if (field.fieldKind === "message" && message.isSet(field)) orderMaps(message.get(field));
    if (field.fieldKind === "list" && field.listKind === "message") {
      for (const item of message.get(field)) orderMaps(item as ReflectMessage);
    }
    if (field.fieldKind !== "map") continue;
    const entries = [...message.get(field)].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    for (const [key, value] of entries) {
      message.get(field).delete(key);
      message.get(field).set(key, value);
      if (field.mapKind === "message") orderMaps(value as ReflectMessage);
    }
  }
}

export async function isRepeatedLeave(
  reader: Reader,
  method: DescMethod,
  request: Message & { asyncOperationId?: string },
  principalId: string,
): Promise<boolean> {
  const key = request.asyncOperationId ?? "";
  if (key === "" || !/^(Delete|Move)/.test(method.name)) return false;
  const row = await reader
    .selectFrom("operations")
    .select("request_digest")
    .where("id", "=", key)
    .where("principal_id", "=", principalId)
    .where("rpc", "=", method.name)
    .executeTakeFirst();
  return row !== undefined && Buffer.compare(row.request_digest, digestRequest(method, request)) === 0;
}

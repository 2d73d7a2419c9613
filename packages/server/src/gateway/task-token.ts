// A task token is the server's own message. Every kind of it begins with the id of the Namespace whose task it is; that of
// an activity that was started on its own holds, as field 14, a reference that begins with it, too. By that one the
// server goes, so the two must agree. The rest is nobody's business here.
import { isNamespaceId } from "./namespace-id.ts";
import { readText } from "./wire/cursor.ts";
import { lastBytesField } from "./wire/fields.ts";
import { malformed } from "./wire/malformed.ts";

/** `namespace_id`, of a token and of a reference. */
const namespaceIdField = 1;
const referenceField = 14;

/**
 * The id on the Temporal server. A server that does not compare it with the request's Namespace reads a UUID in capitals,
 * in braces or without dashes, too, and goes by it: only the spelling that it gives out itself passes.
 * @throws RemitError for what is no token
 */
export function readTokenNamespaceId(token: Buffer): string {
  const id = readId(token);
  const reference = lastBytesField(token, referenceField);
  if (reference !== null && reference.length > 0 && readId(reference) !== id)
    throw malformed("the task token is put together from two Namespaces' tokens");
  if (!isNamespaceId(id)) throw malformed("the task token does not say whose it is in the way of a Temporal server");
  return id;
}

function readId(message: Buffer): string {
  const id = lastBytesField(message, namespaceIdField);
  return id === null ? "" : readText(id, 0, id.length);
}

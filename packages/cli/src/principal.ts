import { create } from "@bufbuild/protobuf";
import { type PrincipalRef, PrincipalRefSchema } from "@remit/protocol/gen/remit/v1/access_pb.ts";

/** An e-mail address is a user's, 32 hex digits are an id, anything else is a service account's name. */
export function parsePrincipal(text: string): PrincipalRef {
  if (text.includes("@")) return create(PrincipalRefSchema, { ref: { case: "email", value: text } });
  const isId = /^[0-9a-f]{32}$/.test(text);
  return create(PrincipalRefSchema, { ref: { case: isId ? "id" : "serviceAccountName", value: text } });
}

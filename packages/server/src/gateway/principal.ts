// How a caller of the data plane stands in records, in a workflow's history and in a token.
import type { AuditEvent } from "../audit/append.ts";
import type { GatewayCaller } from "./caller.ts";

const nobody: AuditEvent["principal"] = { type: "anonymous", id: "", name: "", apiKeyId: "" };

/** @param nameOf a user's e-mail address, a service account's name */
export function principalOf(
  caller: GatewayCaller | null,
  nameOf: (principalId: string) => string,
): AuditEvent["principal"] {
  if (caller === null) return nobody;
  if (caller.kind === "certificate") {
    const { fingerprint } = caller.certificate;
    return { type: "certificate", id: fingerprint, name: `certificate:${fingerprint}`, apiKeyId: "" };
  }
  const { principalId: id, kind: type, apiKeyId } = caller;
  return { type, id, name: nameOf(id), apiKeyId };
}

/** `sub` of the token upstream. Two service accounts may have one name; an e-mail address is one person's. */
export function subjectOf(caller: GatewayCaller, nameOf: (principalId: string) => string): string {
  const { type, id, name } = principalOf(caller, nameOf);
  return type === "serviceaccount" ? `${name} (${id})` : name;
}

// How a caller of the data plane stands in audit records.
import type { AuditEvent } from "../audit/append.ts";
import type { GatewayCaller } from "./who.ts";

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
  const { principalId: id, kind: type, apiKeyId } = caller.caller;
  return { type, id, name: nameOf(id), apiKeyId };
}

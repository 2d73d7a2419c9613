// What a caller reads when it may not; whom to ask is added where the call ends (refuse.ts). The text depends on the operation and on the id that the caller sent, never
// on whether that id exists: "not yours" and "does not exist" must look the same.
import { Code } from "@connectrpc/connect";
import { findPermission, type ResourceType, rolesWith } from "@remit/policy";
import { quote, RemitError } from "../errors.ts";

const nouns: Readonly<Record<ResourceType, string>> = {
  accounts: "account",
  projects: "project",
  namespaces: "namespace",
  "nexus-endpoints": "Nexus endpoint",
  "connectivity-rules": "connectivity rule",
  "custom-roles": "custom role",
};

export const nounOf = (type: ResourceType): string => nouns[type];

/** An id in a refusal: it comes back in a header and stays in the audit log, and both are bounded. */
const maxIdLength = 255;

export function permissionDenied(operation: string, type: ResourceType, wireId: string): RemitError {
  const resource = type === "accounts" ? "this account" : `${nouns[type]} ${quote(wireId)}`;
  const message = `permission denied: ${operation} on ${resource} is needed. ${describeRemedy(operation, type)}`;
  return new RemitError(Code.PermissionDenied, "PERMISSION_DENIED", message.trim(), {
    metadata: {
      operation,
      resource_type: type,
      resource_id: wireId.slice(0, maxIdLength),
    },
  });
}

/** A refusal that is not one operation on one resource, e.g. by the cover rule. */
export function ruleDenied(message: string, operation: string): RemitError {
  return new RemitError(Code.PermissionDenied, "PERMISSION_DENIED", `permission denied: ${message}`, {
    metadata: { operation },
  });
}

function describeRemedy(operation: string, type: ResourceType): string {
  const permission = findPermission(operation);
  if (permission === undefined) return "";
  const roles = rolesWith(operation, type);
  const predefined = roles.length === 0 ? "" : `It comes with ${listWords(roles)}`;
  const custom = permission.grantable ? "a custom role that grants it" : "";
  if (predefined === "") return custom === "" ? "" : `It comes with ${custom}.`;
  return custom === "" ? `${predefined}.` : `${predefined}, or with ${custom}.`;
}

function listWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

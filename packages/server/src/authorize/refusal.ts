// What a caller reads when it may not. The text depends on the operation and on the id that the caller sent, never
// on whether that id exists: "not yours" and "does not exist" must look the same.
import { Code } from "@connectrpc/connect";
import { findPermission, type ResourceType, rolesWith } from "@remit/policy";
import { quote, RemitError } from "../errors.ts";

/** Whom to ask when something is refused. */
export interface Contact {
  readonly team: string;
  /** A chat channel, an e-mail address or a link; empty when none is configured. */
  readonly contact: string;
  readonly link: string;
}

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

export function permissionDenied(operation: string, type: ResourceType, wireId: string, contact: Contact): RemitError {
  const resource = type === "accounts" ? "this account" : `${nouns[type]} ${quote(wireId)}`;
  const message = `permission denied: ${operation} on ${resource} is needed. ${describeRemedy(operation, type)} ${describeContact(contact)}`;
  return new RemitError(Code.PermissionDenied, "PERMISSION_DENIED", message.trim(), {
    metadata: {
      operation,
      resource_type: type,
      resource_id: wireId.slice(0, maxIdLength),
      team: contact.team,
      contact: contact.contact,
      link: contact.link,
    },
  });
}

/** A refusal that is not one operation on one resource, e.g. by the cover rule. */
export function ruleDenied(message: string, operation: string, contact: Contact): RemitError {
  return new RemitError(
    Code.PermissionDenied,
    "PERMISSION_DENIED",
    `permission denied: ${message} ${describeContact(contact)}`.trim(),
    {
      metadata: { operation, team: contact.team, contact: contact.contact, link: contact.link },
    },
  );
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

function describeContact({ team, contact, link }: Contact): string {
  const ways = [contact, link].filter((way) => way !== "");
  return `Ask ${team}${ways.length === 0 ? "" : ` (${ways.join(", ")})`}.`;
}

function listWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

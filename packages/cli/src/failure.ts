// An error as the user reads it: what was refused, which field, whom to ask. Never a stack.
import { Code, ConnectError } from "@connectrpc/connect";
import { ClientError, FactsRefused } from "@remit/client";
import { ErrorInfoSchema } from "@remit/protocol";
import { BadRequestSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";
import type { Connection } from "./connection.ts";
import { UsageError } from "./terminal.ts";

export interface Failure {
  /** The wire's code in words, as "permission_denied"; "usage" for what is wrong on this side of it. */
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  /** Whom to ask, where the server says so. */
  readonly contact: Readonly<Record<string, string>> | null;
}

export function toFailure(error: unknown, connection: Connection | null): Failure {
  // It is the server's refusal still, with its code and whom to ask; only what it was needed for is said before.
  if (error instanceof FactsRefused)
    return { ...toFailure(error.refusals[0].error, connection), message: error.message };
  if (error instanceof UsageError || error instanceof ClientError)
    return { code: "usage", message: error.message, field: null, contact: null };
  if (!(error instanceof ConnectError)) {
    return {
      code: "internal",
      message: error instanceof Error ? error.message : String(error),
      field: null,
      contact: null,
    };
  }
  return {
    code: toWords(error.code),
    message: explainTransport(error, connection) ?? explainKey(error, connection) ?? error.rawMessage,
    field: error.findDetails(BadRequestSchema)[0]?.fieldViolations[0]?.field ?? null,
    contact: findContact(error),
  };
}

function findContact(error: ConnectError): Readonly<Record<string, string>> | null {
  const { team, contact, link } = error.findDetails(ErrorInfoSchema)[0]?.metadata ?? {};
  const given = Object.entries({ team, contact, link }).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length === 0 ? null : Object.fromEntries(given);
}

/** What never reached the server, in words that say what to check. */
function explainTransport(error: ConnectError, connection: Connection | null): string | null {
  const code = systemCodeOf(error.cause);
  if (code === null || connection === null) return null;
  const { baseUrl } = connection;
  if (code === "ECONNREFUSED") return `Nothing answers at ${baseUrl}. Is the control plane running?`;
  if (code === "ENOTFOUND") return `${new URL(baseUrl).hostname} is not a known host.`;
  if (/CERT|SELF_SIGNED|VERIFY|ISSUER/.test(code)) {
    return `${baseUrl} shows a certificate that is not trusted (${code}). Give its authority with --ca.`;
  }
  if (code === "EPROTO" || code === "ERR_SSL_WRONG_VERSION_NUMBER") {
    return `${baseUrl} does not speak TLS. For a plaintext port write http:// before the address.`;
  }
  return `${baseUrl} cannot be reached: ${code}.`;
}

/** Which key was refused: a variable that outlived its development server is not seen otherwise. */
function explainKey(error: ConnectError, connection: Connection | null): string | null {
  if (error.code !== Code.Unauthenticated || connection === null) return null;
  const { keyFrom } = connection;
  const hint = keyFrom.endsWith("_KEY")
    ? ". A development server makes another key at each start: unset the variable to use that one."
    : ".";
  return `${error.rawMessage}. The key came from ${keyFrom}${hint}`;
}

function systemCodeOf(cause: unknown): string | null {
  for (let at = cause; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === "string") return code;
    if (at instanceof AggregateError) return systemCodeOf(at.errors[0]);
  }
  return null;
}

const toWords = (code: Code): string => Code[code].replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

export function renderFailure({ message, field, contact }: Failure): string {
  const lines = [`Error: ${message}`];
  if (field !== null && !message.includes(field)) lines.push(`  field: ${field}`);
  for (const [name, value] of Object.entries(contact ?? {})) {
    if (!message.includes(value)) lines.push(`  ${name}: ${value}`);
  }
  return lines.join("\n");
}

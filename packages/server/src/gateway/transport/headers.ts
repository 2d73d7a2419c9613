// Which headers go on. What is not named here passes as it came, repeated headers as often as they came.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http2";

/** Of one connection only, or said anew by this side. */
const hopByHop = ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "host"];

/**
 * What would speak for the gateway, or for the server's own parts: the credential and what mappers read beside it, the
 * name in history, and by which of the server's own queues a call is counted.
 */
const notFromCallers = new Set([
  ...hopByHop,
  "authorization",
  "authorization-extras",
  "proxy-authorization",
  "cookie",
  "forwarded",
  "caller-name",
  "caller-type",
  "call-initiation",
]);
const notFromUpstream = new Set([
  ...hopByHop,
  "authorization",
  "authorization-extras",
  "proxy-authorization",
  "proxy-authenticate",
  "www-authenticate",
  "set-cookie",
  "alt-svc",
]);
const internalPrefixes = ["temporal-principal-", "temporal-internal-", "x-forwarded-"];

/** @param raw name, value, name, value, as they came */
export function toUpstreamHeaders(
  headers: IncomingHttpHeaders,
  raw: readonly string[],
  authorization: string | null,
): OutgoingHttpHeaders {
  const result: OutgoingHttpHeaders = { ":method": "POST", ":path": headers[":path"] };
  copyHeaders(result, headers, raw, notFromCallers, null);
  if (authorization !== null) result.authorization = authorization;
  return result;
}

/**
 * Headers or trailers of an answer.
 * @param secret what was sent as `authorization`: nothing that repeats it goes to the caller
 */
export function toClientHeaders(
  headers: IncomingHttpHeaders,
  raw: readonly string[],
  secret: string | null,
): OutgoingHttpHeaders {
  const result: OutgoingHttpHeaders = {};
  copyHeaders(result, headers, raw, notFromUpstream, toToken(secret));
  return result;
}

const toToken = (authorization: string | null): string | null =>
  authorization === null ? null : authorization.slice(authorization.lastIndexOf(" ") + 1);

function copyHeaders(
  result: OutgoingHttpHeaders,
  parsed: IncomingHttpHeaders,
  raw: readonly string[],
  without: ReadonlySet<string>,
  secret: string | null,
): void {
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? "";
    const value = raw[at + 1] ?? "";
    // Pseudo-headers are this side's own.
    if (name.charCodeAt(0) === 58 || without.has(name) || isInternal(name)) continue;
    if (secret !== null && secret !== "" && value.includes(secret)) continue;
    const before = result[name];
    if (before === undefined) result[name] = value;
    // Node drops the second of a header that may stand once, and throws if it is to send two.
    else if (parsed[name] !== before)
      result[name] = Array.isArray(before) ? [...before, value] : [String(before), value];
  }
}

function isInternal(name: string): boolean {
  const first = name.charCodeAt(0);
  // "t" and "x": most names are told by their first letter.
  return (first === 116 || first === 120) && internalPrefixes.some((prefix) => name.startsWith(prefix));
}

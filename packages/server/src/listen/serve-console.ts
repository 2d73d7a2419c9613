// The console in a browser: its files, and its page for every address inside it, so that deep links work.
import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Origin } from "../origin.ts";
import type { ConsoleFile, ConsoleFiles, Encoding } from "./console-files.ts";
import { contentSecurityPolicy, inertPolicy, setConsoleHeaders } from "./console-headers.ts";
import type { HttpRequest, HttpResponse } from "./servers.ts";

/** Answers and says true, or says false when this is nothing of the console's. */
export type ServeConsole = (path: string, request: HttpRequest, response: HttpResponse, origin: Origin) => boolean;

/** Build tools put a digest of the content into the names of these. */
const assets = "/assets/";
const foreverSeconds = 31_536_000;

/** Where APIs are; and whatever has a dot in its first part, as RPCs and files have, is no page either. */
const notPages = /^\/(?:(?:cloud|api|remit|go|assets|healthz)(?:\/|$)|[^/]*\.)/;

export const createServeConsole =
  ({ page, files }: ConsoleFiles): ServeConsole =>
  (path, request, response, origin) => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    const file = files.get(path);
    if (file !== undefined) void sendFile(file, path, request, response, origin);
    else if (isPage(path, request)) sendPage(page, request, response, origin);
    else return false;
    return true;
  };

/** A browser that goes somewhere asks for HTML by name; programs, which expect an API, do not. */
function isPage(path: string, { headers }: HttpRequest): boolean {
  if (path === "/" || path === "/index.html") return true;
  return !notPages.test(path) && /\btext\/html\b/.test(headers.accept ?? "");
}

/** Never kept by the browser: a page from its store would carry a nonce that was used before. */
function sendPage(page: string, request: HttpRequest, response: HttpResponse, origin: Origin): void {
  const nonce = randomBytes(18).toString("base64url");
  setConsoleHeaders(response, origin);
  response.setHeader("content-security-policy", contentSecurityPolicy(nonce));
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.setHeader("cache-control", "no-store");
  send(request, response, Buffer.from(page.replaceAll("__CSP_NONCE__", nonce)));
}

/** Never rejects: compressing what is in memory does not fail. */
async function sendFile(
  file: ConsoleFile,
  path: string,
  request: HttpRequest,
  response: HttpResponse,
  origin: Origin,
): Promise<void> {
  setConsoleHeaders(response, origin);
  response.setHeader("content-security-policy", inertPolicy);
  response.setHeader("content-type", file.type);
  response.setHeader("etag", file.etag);
  response.setHeader("vary", "accept-encoding");
  const lasting = path.startsWith(assets);
  response.setHeader("cache-control", lasting ? `public, max-age=${foreverSeconds}, immutable` : "no-cache");
  if (matches(request.headers["if-none-match"], file.etag)) {
    response.statusCode = 304;
    (response as ServerResponse).end();
    return;
  }
  for (const encoding of acceptedEncodings(request.headers["accept-encoding"])) {
    const bytes = await file.encoded(encoding).catch(() => null);
    if (bytes === null) continue;
    if (encoding !== "identity") response.setHeader("content-encoding", encoding);
    return send(request, response, bytes);
  }
}

function send(request: HttpRequest, response: HttpResponse, bytes: Buffer): void {
  if (response.headersSent || response.destroyed) return;
  response.statusCode = 200;
  response.setHeader("content-length", bytes.length);
  if (request.method === "HEAD") (response as ServerResponse).end();
  else (response as ServerResponse).end(bytes);
}

const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? "").split(",").some((one) => one.trim().replace(/^W\//, "") === etag);

/** Best first; as it is goes always, whatever the header says: an answer is better than none. */
function acceptedEncodings(header: string | string[] | undefined): Encoding[] {
  const refused = /^q=0(?:\.0*)?$/;
  const accepted = new Set(
    String(header ?? "")
      .split(",")
      .map((part) => part.split(";").map((piece) => piece.trim().toLowerCase()))
      .filter(([, quality = ""]) => !refused.test(quality))
      .map(([name]) => name),
  );
  const compressed = (["br", "gzip"] as const).filter((encoding) => accepted.has(encoding));
  return [...compressed, "identity"];
}

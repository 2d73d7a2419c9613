// Asks a codec server whether it is there: what a page of the Web UI would ask it, with nothing to decode and without any
// credential. Only origins that the operator lists are called, because admins of a Namespace choose the address.
import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import { getCACertificates } from "node:tls";

export interface CodecServersOptions {
  /** Origins that may be called. */
  readonly probe: readonly string[];
  /** PEM: authorities besides the public ones. */
  readonly ca?: string;
  /** Origin of the pages that decode with it; absent: whether they may is not looked at. */
  readonly webOrigin?: string;
  readonly timeoutMs?: number;
}

export interface CodecQuestion {
  /** Of the Namespace. */
  readonly endpoint: string;
  readonly namespace: string;
  /** Whether pages pass the caller's token, or cookies: then they must be let do that, too. */
  readonly passAccessToken: boolean;
  readonly includeCredentials: boolean;
}

export interface CodecAnswer {
  /**
   * decodes: it answered as a codec server does. refuses: it wants to know who asks. unsure: it answered, and took nothing
   * to decode for a mistake. fails: it answered something else. silent: there was no answer. unlisted: it may not be asked.
   */
  readonly result: "decodes" | "refuses" | "unsure" | "fails" | "silent" | "unlisted";
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** Whether pages of `webOrigin` may call it; absent: not known. */
  readonly cors?: boolean;
}

/** Never rejects. */
export type AskCodecServer = (question: CodecQuestion) => Promise<CodecAnswer>;

const defaultTimeoutMs = 3_000;
/** More than any answer to nothing is. */
const mostBytes = 65_536;

export function createCodecProbe(options: CodecServersOptions): AskCodecServer {
  const allowed = new Set(options.probe);
  return async (question) => {
    const url = toDecodeUrl(question);
    if (url === null || !allowed.has(url.origin)) return { result: "unlisted" };
    const [decoded, cors] = await Promise.all([
      askToDecode(options, url, question.namespace),
      options.webOrigin === undefined ? undefined : mayBeCalled(options, url, question, options.webOrigin),
    ]);
    return { ...decoded, ...(cors !== undefined && decoded.result !== "silent" && { cors }) };
  };
}

/** As clients build it: the path behind the endpoint, and the Namespace where the endpoint has room for it. */
export function toDecodeUrl({ endpoint, namespace }: Pick<CodecQuestion, "endpoint" | "namespace">): URL | null {
  const filled = endpoint.replaceAll("{namespace}", encodeURIComponent(namespace));
  return URL.parse(`${filled.replace(/\/+$/, "")}/decode`);
}

async function askToDecode(
  options: CodecServersOptions,
  url: URL,
  namespace: string,
): Promise<Pick<CodecAnswer, "result" | "status">> {
  const headers = { "content-type": "application/json", "x-namespace": namespace };
  const answer = await send(options, url, "POST", headers, '{"payloads":[]}');
  if (answer === null) return { result: "silent" };
  const { status } = answer;
  if (status === 401 || status === 403) return { result: "refuses", status };
  if (status === 400 || status === 422) return { result: "unsure", status };
  return { result: status === 200 && isPayloads(answer.body) ? "decodes" : "fails", status };
}

/** Protobuf's JSON leaves an empty list out. */
function isPayloads(body: string): boolean {
  try {
    const parsed = JSON.parse(body) as { readonly payloads?: unknown } | null;
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return isObject && Array.isArray(parsed.payloads ?? []);
  } catch {
    return false;
  }
}

/** What a browser asks before it lets a page of another origin decode. */
async function mayBeCalled(
  options: CodecServersOptions,
  url: URL,
  { passAccessToken, includeCredentials }: CodecQuestion,
  origin: string,
): Promise<boolean | undefined> {
  const wanted = ["content-type", "x-namespace", ...(passAccessToken ? ["authorization"] : [])];
  const answer = await send(options, url, "OPTIONS", {
    origin,
    "access-control-request-method": "POST",
    "access-control-request-headers": wanted.join(","),
  });
  if (answer === null) return undefined;
  const { status, headers } = answer;
  const allowsOrigin = headers["access-control-allow-origin"];
  const allowsHeaders = listOf(headers["access-control-allow-headers"]);
  // A star lets no page do it that sends credentials, and never stands for a token.
  const star = !includeCredentials && allowsHeaders.includes("*");
  return (
    status >= 200 &&
    status < 300 &&
    (allowsOrigin === origin || (allowsOrigin === "*" && !includeCredentials)) &&
    (!includeCredentials || headers["access-control-allow-credentials"] === "true") &&
    wanted.every((name) => allowsHeaders.includes(name) || (star && name !== "authorization"))
  );
}

const listOf = (header: string | undefined): string[] =>
  (header ?? "").split(",").map((name) => name.trim().toLowerCase());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Null: no answer in time, or none that ends. Redirects are not followed. Of the URL only host, port and path are sent: a
 * password in it would be a credential.
 */
function send(
  { ca, timeoutMs = defaultTimeoutMs }: CodecServersOptions,
  { hostname, port, pathname, search }: URL,
  method: "POST" | "OPTIONS",
  headers: Readonly<Record<string, string>>,
  body = "",
): Promise<Answer | null> {
  const target = { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: port || 443, path: `${pathname}${search}` };
  const trust = ca === undefined ? {} : { ca: [...getCACertificates("default"), ca] };
  const length = { "content-length": Buffer.byteLength(body), "user-agent": "remit" };
  return new Promise((resolve) => {
    const asked = request({
      ...target,
      ...trust,
      method,
      agent: false,
      headers: { ...headers, ...length },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const giveUp = (): void => {
      resolve(null);
      asked.destroy();
    };
    asked.once("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > mostBytes) giveUp();
        else chunks.push(chunk);
      });
      response.once("error", giveUp);
      response.once("aborted", giveUp);
      response.once("end", () => {
        const { statusCode = 0, headers: answered } = response;
        resolve({ status: statusCode, headers: answered, body: Buffer.concat(chunks).toString("utf8") });
      });
    });
    asked.on("error", giveUp);
    asked.end(body);
  });
}

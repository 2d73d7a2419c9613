// "/v1/metrics" and "/v1/descriptors", as Temporal Cloud's OpenMetrics endpoint has them.
import type { ServerResponse } from "node:http";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Origin } from "../origin.ts";
import { refuse, sendJson } from "./answer.ts";
import { toHttpStatus } from "./rest-error.ts";
import type { HttpRequest, HttpResponse } from "./servers.ts";

export interface OpenMetrics {
  /** Rejects with a ConnectError for whoever may not. */
  readonly admit: (authorization: string | null, origin: Origin) => Promise<void>;
  readonly read: (filter: {
    readonly namespaces: readonly string[];
    readonly metrics: readonly string[];
  }) => Promise<{ readonly text: string; readonly contentType: string; readonly complete: boolean }>;
  readonly descriptors: () => readonly unknown[];
}

const paths = ["/v1/metrics", "/v1/descriptors"];

export const isOpenMetrics = (path: string): boolean => paths.includes(path);

const maxDescriptors = 100;

/** Never rejects. */
export async function serveOpenMetrics(
  path: string,
  request: HttpRequest,
  response: HttpResponse,
  origin: Origin,
  { admit, read, descriptors }: OpenMetrics,
): Promise<void> {
  if (request.method !== "GET")
    return refuse(request, response, { code: Code.Unimplemented, httpStatus: 501, message: "Method Not Allowed" });
  try {
    await admit(request.headers.authorization ?? null, origin);
    const [, search = ""] = (request.url ?? "").split("?", 2);
    const query = new URLSearchParams(search);
    if (path === "/v1/descriptors") return sendJson(response, 200, listDescriptors(query, descriptors()));
    const page = await read({ namespaces: query.getAll("namespaces"), metrics: query.getAll("metrics") });
    send(response, page);
  } catch (error) {
    const { code, rawMessage } =
      error instanceof ConnectError ? error : new ConnectError("internal error", Code.Internal);
    refuse(request, response, { code, httpStatus: toHttpStatus(code), message: rawMessage });
  }
}

function listDescriptors(query: URLSearchParams, all: readonly unknown[]): string {
  const whole = (name: string, otherwise: number, most: number): number => {
    const text = query.get(name);
    if (text === null) return otherwise;
    if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
    throw new ConnectError(`${name}: must be a whole number up to ${most}`, Code.InvalidArgument);
  };
  const limit = whole("limit", maxDescriptors, maxDescriptors);
  const offset = whole("offset", 0, 999_999_999);
  return JSON.stringify({
    meta: { pagination: { total: all.length, limit, offset } },
    descriptors: all.slice(offset, offset + limit),
  });
}

function send(
  response: HttpResponse,
  { text, contentType, complete }: { readonly text: string; readonly contentType: string; readonly complete: boolean },
): void {
  response.statusCode = 200;
  response.setHeader("content-type", contentType);
  response.setHeader("content-length", Buffer.byteLength(text));
  response.setHeader("cache-control", "no-store");
  response.setHeader("x-completeness", complete ? "complete" : "limited");
  (response as ServerResponse).end(text);
}

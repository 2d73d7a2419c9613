// Files behind signed links. Whoever has the link gets the file: no cookie and no key is looked at, so that a link works
// in whatever fetches it, and leads nobody further.
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Code } from "@connectrpc/connect";
import { refuse } from "./answer.ts";
import type { HttpRequest, HttpResponse } from "./servers.ts";

/** A file; "denied" for a link that is not ours or has ended, "gone" for a file that is not kept any more. */
export type Download = { readonly gzip: Uint8Array; readonly bytes: number; readonly name: string } | "denied" | "gone";

export type FindDownload = (reportId: string, query: URLSearchParams) => Promise<Download>;

const pattern = /^\/cloud\/billing-reports\/([0-9a-f]{32})\/download$/;

export const isDownload = (path: string): boolean => pattern.test(path);

/** Never rejects. */
export async function serveDownload(
  path: string,
  request: HttpRequest,
  response: HttpResponse,
  find: FindDownload,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD")
    return refuse(request, response, { code: Code.Unimplemented, httpStatus: 501, message: "Method Not Allowed" });
  try {
    const [, search = ""] = (request.url ?? "").split("?", 2);
    const found = await find(pattern.exec(path)?.[1] ?? "", new URLSearchParams(search));
    if (found === "denied") return refuse(request, response, denied);
    if (found === "gone") return refuse(request, response, gone);
    await send(request, response, found);
  } catch {
    refuse(request, response, {
      code: Code.Unavailable,
      httpStatus: 503,
      message: "files cannot be read at the moment",
    });
  }
}

const denied = {
  code: Code.PermissionDenied,
  httpStatus: 403,
  message: "this link is not valid, or it has ended: GetBillingReport gives another",
};
const gone = { code: Code.NotFound, httpStatus: 404, message: "this report is not kept any more: make another" };

async function send(
  request: HttpRequest,
  response: HttpResponse,
  { gzip, bytes, name }: Exclude<Download, string>,
): Promise<void> {
  response.statusCode = 200;
  response.setHeader("content-type", "text/csv; charset=utf-8");
  response.setHeader("content-disposition", `attachment; filename="${name}"`);
  response.setHeader("content-length", bytes);
  response.setHeader("cache-control", "no-store");
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "no-referrer");
  if (request.method === "HEAD") {
    (response as ServerResponse).end();
    return;
  }
  // Whoever goes away in the middle is not waited for, and there is nobody left to tell.
  await pipeline(Readable.from([gzip]), createGunzip(), response as ServerResponse).catch(() => undefined);
}

// "/go/<name>": short addresses that people type and put into messages. They need no credential: each leads to a page
// that asks for its own, and an address that is typed by hand has to work in a browser that is not signed in.
import type { ServerResponse } from "node:http";
import { Code } from "@connectrpc/connect";
import { refuse, sendJson } from "./answer.ts";
import type { HttpRequest, HttpResponse } from "./servers.ts";

/** Where a name leads, or the names that it may have been meant for. */
export type GoLinkAnswer = { readonly url: string } | { readonly url: null; readonly nearest: readonly string[] };

export type FindGoLink = (name: string) => Promise<GoLinkAnswer>;

const prefix = "/go/";

export const isGoLink = (path: string): boolean => path.startsWith(prefix);

/** Never rejects. */
export async function serveGoLink(
  path: string,
  request: HttpRequest,
  response: HttpResponse,
  find: FindGoLink,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return refuse(request, response, { code: Code.Unimplemented, httpStatus: 501, message: "Method Not Allowed" });
  }
  const name = path.slice(prefix.length);
  try {
    const answer = await find(name);
    if (answer.url === null) sendJson(response, 404, JSON.stringify(describeMiss(name, answer.nearest)));
    else redirect(response, answer.url);
  } catch {
    refuse(request, response, {
      code: Code.Unavailable,
      httpStatus: 503,
      message: "links cannot be read at the moment",
    });
  }
}

/** 302, not 301: whoever tailors the matrix changes where a name leads, and browsers keep a 301 for ever. */
function redirect(response: HttpResponse, url: string): void {
  response.statusCode = 302;
  response.setHeader("location", url);
  response.setHeader("cache-control", "no-store");
  response.setHeader("content-length", 0);
  (response as ServerResponse).end();
}

function describeMiss(name: string, nearest: readonly string[]) {
  const hint = nearest.length === 0 ? "" : `; did you mean ${nearest.map((near) => `go/${near}`).join(" or ")}?`;
  const shown = name.length > 64 ? `${name.slice(0, 61)}...` : name;
  return { code: Code.NotFound, message: `there is no go/${shown}${hint}`, nearest };
}

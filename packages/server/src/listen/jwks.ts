// "/.well-known/jwks.json": the public keys of the gateways, for Temporal servers. No secrets, and no credential needed.
import type { ServerResponse } from "node:http";
import type { HttpRequest, HttpResponse } from "./servers.ts";

/** The keys as JSON; rejects when they cannot be read. */
export type ReadJwks = () => Promise<string>;

export const jwksPath = "/.well-known/jwks.json";

/** Never rejects. */
export async function serveJwks(request: HttpRequest, response: HttpResponse, read: ReadJwks): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD")
    return answer(response, 405, "text/plain", "not allowed\n");
  try {
    answer(response, 200, "application/json", await read());
  } catch {
    // No JSON: a Temporal server looks at no status, and would take an answer that it can read for one without keys.
    answer(response, 503, "text/plain", "the keys cannot be read at the moment\n");
  }
}

function answer(response: HttpResponse, status: number, type: string, text: string): void {
  response.statusCode = status;
  response.setHeader("content-type", type);
  // A key must be known within the interval at which servers fetch: a cache in between may add a second, no more.
  response.setHeader("cache-control", status === 200 ? "public, max-age=1" : "no-store");
  response.setHeader("content-length", Buffer.byteLength(text));
  (response as ServerResponse).end(text);
}

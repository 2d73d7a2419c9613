// Codec servers for tests: HTTPS servers with a certificate of an authority of their own, which answer as they are told.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { keepLocalCertificate } from "../../packages/server/src/config/local-ca.ts";

export interface CodecCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface CodecServer extends AsyncDisposable {
  readonly origin: string;
  /** PEM of the authority that its certificate is of. */
  readonly ca: string;
  readonly calls: readonly CodecCall[];
  /** What POST is answered from now on. */
  answerWith(answer: (response: ServerResponse) => void): void;
  /** What OPTIONS is answered with from now on. */
  allow(headers: Readonly<Record<string, string>>): void;
}

export const json = (status: number, body: unknown) => (response: ServerResponse) =>
  void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

/** Decodes, and lets no page of another origin do it, until it is told otherwise. */
export async function startCodecServer(): Promise<CodecServer> {
  const directory = mkdtempSync(join(tmpdir(), "remit-codec-"));
  const { cert, key, caFile } = await keepLocalCertificate(directory, []);
  const ca = readFileSync(caFile, "utf8");
  rmSync(directory, { recursive: true });
  const calls: CodecCall[] = [];
  let answer: (response: ServerResponse) => void = json(200, { payloads: [] });
  let allowed: Readonly<Record<string, string>> = {};
  const server = createServer({ cert, key }, (request, response) => {
    const { method = "", url = "", headers } = request;
    void text(request).then((body) => {
      calls.push({ method, path: url, headers, body });
      if (method === "OPTIONS") response.writeHead(204, allowed).end();
      else answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca,
    calls,
    answerWith: (next) => {
      answer = next;
    },
    allow: (headers) => {
      allowed = headers;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

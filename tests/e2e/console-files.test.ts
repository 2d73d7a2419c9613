// The console's files beside the API: what a browser gets, under which headers, and what it never gets.
import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { connect } from "node:http2";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { createCertificate } from "../../packages/server/src/listen/testing/certificate.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { type FreshDirectory, makeDirectory } from "../harness/databases.ts";
import { type Answer, SignedInPage, send } from "../harness/signed-in-page.ts";

const script = `console.log("${"remit ".repeat(2_000)}");`;
const page =
  '<!doctype html><html><head><style nonce="__CSP_NONCE__">a{}</style></head><body id="console"></body></html>';
const navigates = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

async function makeConsole(): Promise<FreshDirectory> {
  const directory = await makeDirectory();
  await mkdir(join(directory.path, "assets"));
  await writeFile(join(directory.path, "index.html"), page);
  await writeFile(join(directory.path, "assets/index-abc123.js"), script);
  await writeFile(join(directory.path, "assets/tiny-abc123.css"), "a{}");
  await writeFile(join(directory.path, "assets/font-abc123.woff2"), Buffer.alloc(5_000, "f"));
  await writeFile(join(directory.path, "favicon.svg"), "<svg/>");
  await writeFile(join(directory.path, ".secret"), "hidden");
  await symlink("/etc/passwd", join(directory.path, "assets/passwd"));
  return directory;
}

const policyOf = ({ headers }: Answer): string => String(headers["content-security-policy"]);
const nonceOf = ({ body }: Answer): string => /nonce="([^"]*)"/.exec(body)?.[1] ?? "";

describe("the console's files", () => {
  let directory: FreshDirectory;
  let plane: TestPlane;
  let ca: string;
  let tlsUrl: string;

  before(async () => {
    directory = await makeConsole();
    const { cert, key } = await createCertificate();
    ca = cert;
    plane = await startPlane({
      consoleDirectory: directory.path,
      listen: {
        plaintext: { host: "127.0.0.1", port: 0 },
        tls: { host: "127.0.0.1", port: 0, cert, key },
        hostNames: ["remit.example"],
      },
    });
    tlsUrl = `https://${plane.plane.tlsAddress?.replace("127.0.0.1", "localhost")}`;
  });
  after(async () => {
    await plane?.[Symbol.asyncDispose]();
    await directory[Symbol.asyncDispose]();
  });

  const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    send(`${plane.url}${path}`, { method, headers });

  it("have the page at the root and at every address inside the console, with a nonce of its own each time", async () => {
    const nonces = new Set<string>();
    for (const path of ["/", "/sign-in", "/settings/custom-roles/3f", "/namespaces/orders.abc123", "/a?next=%2Fb"]) {
      const answer = await get(path, navigates);
      assert.equal(answer.status, 200, path);
      assert.equal(answer.headers["content-type"], "text/html; charset=utf-8");
      assert.equal(answer.headers["cache-control"], "no-store");
      assert.match(answer.body, /id="console"/);
      assert.match(nonceOf(answer), /^[\w-]{24}$/);
      assert.ok(policyOf(answer).includes(`style-src 'self' 'nonce-${nonceOf(answer)}'`));
      nonces.add(nonceOf(answer));
    }
    assert.equal(nonces.size, 5);
    const head = await get("/", navigates, "HEAD");
    assert.deepEqual([head.status, head.body], [200, ""]);
    assert.equal(Number(head.headers["content-length"]), page.length - "__CSP_NONCE__".length + 24);
  });

  it("are under a policy that lets nothing from elsewhere in, and nobody frame them", async () => {
    const answer = await get("/", navigates);
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ])
      assert.ok(policyOf(answer).split("; ").includes(part), part);
    assert.doesNotMatch(policyOf(answer), /unsafe|\*|https?:/);
    for (const { headers } of [answer, await get("/assets/index-abc123.js"), await get("/favicon.svg")]) {
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.equal(headers["referrer-policy"], "no-referrer");
      assert.equal(headers["cross-origin-opener-policy"], "same-origin");
      assert.equal(headers["cross-origin-resource-policy"], "same-origin");
      assert.match(String(headers["permissions-policy"]), /camera=\(\)/);
      assert.equal(headers["strict-transport-security"], undefined);
      assert.match(String(headers["content-security-policy"]), /default-src 'none'/);
    }
  });

  it("ask for TLS in future over TLS only, and never for this machine's own names", async () => {
    const own = await send(`${tlsUrl}/`, { headers: navigates, ca });
    assert.equal(own.status, 200);
    assert.equal(own.headers["strict-transport-security"], undefined);
    const named = await send(`${tlsUrl}/`, { headers: { ...navigates, host: "remit.example" }, ca });
    assert.equal(named.headers["strict-transport-security"], "max-age=31536000");
    const plain = await get("/", { ...navigates, host: "remit.example" });
    assert.equal(plain.headers["strict-transport-security"], undefined);
  });

  it("that have a digest in their name are kept for ever, others are asked for again", async () => {
    const asset = await get("/assets/index-abc123.js");
    assert.equal(asset.headers["content-type"], "text/javascript; charset=utf-8");
    assert.equal(asset.headers["cache-control"], "public, max-age=31536000, immutable");
    assert.equal(asset.body, script);
    const icon = await get("/favicon.svg");
    assert.deepEqual([icon.headers["content-type"], icon.headers["cache-control"]], ["image/svg+xml", "no-cache"]);
    const again = await get("/favicon.svg", { "if-none-match": String(icon.headers.etag) });
    assert.deepEqual([again.status, again.body], [304, ""]);
    const head = await get("/assets/index-abc123.js", {}, "HEAD");
    assert.deepEqual([head.body, head.headers["content-length"]], ["", String(script.length)]);
  });

  it("are compressed as the browser takes them, where that saves anything", async () => {
    const ask = async (path: string, accepted: string) => {
      const answer = await fetch(`${plane.url}${path}`, { headers: { "accept-encoding": accepted } });
      return { encoding: answer.headers.get("content-encoding"), text: await answer.text(), answer };
    };
    const raw = async (accepted: string): Promise<Buffer> =>
      new Promise((resolve, reject) => {
        const client = connect(plane.url);
        const stream = client.request({ ":path": "/assets/index-abc123.js", "accept-encoding": accepted });
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("error", reject);
        stream.on("end", () => {
          client.close();
          resolve(Buffer.concat(chunks));
        });
      });
    assert.equal(brotliDecompressSync(await raw("gzip, br")).toString(), script);
    assert.equal(gunzipSync(await raw("br;q=0, gzip;q=0.5")).toString(), script);
    assert.equal((await raw("zstd")).toString(), script);
    const { encoding, text, answer } = await ask("/assets/index-abc123.js", "br");
    assert.deepEqual([encoding, text], ["br", script]);
    assert.equal(answer.headers.get("vary"), "accept-encoding");
    assert.equal((await ask("/assets/tiny-abc123.css", "br, gzip")).encoding, null);
    assert.equal((await ask("/assets/font-abc123.woff2", "br, gzip")).encoding, null);
  });

  it("stand in for nothing of the API, and for nothing that a program asks for", async () => {
    for (const path of [
      "/cloud/none",
      "/api/v1/none",
      "/remit/v1/none",
      "/assets/none.js",
      "/assets/",
      "/robots.txt",
      "/temporal.api.cloud.cloudservice.v1.CloudService/None",
    ]) {
      const answer = await get(path, navigates);
      assert.equal(answer.status, 404, path);
      assert.equal(answer.headers["content-type"], "application/json", path);
    }
    assert.equal((await get("/go/none", navigates)).status, 404);
    assert.equal((await get("/cloud/users", navigates)).status, 401);
    assert.equal((await get("/settings", { accept: "application/json" })).status, 404);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      assert.equal((await get("/", navigates, method)).status, 404, method);
      assert.equal((await get("/assets/index-abc123.js", {}, method)).status, 404, method);
    }
    assert.equal((await plane.owner.cloud.getCurrentIdentity({})).principal.case, "user");
  });

  it("are the only ones: nothing above the directory, behind a link in it, or hidden in it", async () => {
    for (const path of [
      "/../../../etc/passwd",
      "/assets/../../etc/passwd",
      "/assets/%2e%2e/%2e%2e/etc/passwd",
      "/assets/..%2f..%2fetc%2fpasswd",
      "/assets/passwd",
      "/assets\\..\\..\\etc\\passwd",
      "//etc/passwd",
      "/.secret",
      "/assets/index-abc123.js/",
      "/assets/index-abc123.js%00",
      "/constructor",
      "/__proto__",
    ]) {
      // Not through the client, which would tidy the path up.
      const status = await new Promise<{ status: number; body: string }>((resolve, reject) => {
        const client = connect(plane.url);
        const stream = client.request({ ":path": path });
        let body = "";
        let code = 0;
        stream.on("response", (headers) => (code = Number(headers[":status"])));
        stream.on("data", (chunk: Buffer) => (body += chunk.toString()));
        stream.on("error", reject);
        stream.on("end", () => {
          client.close();
          resolve({ status: code, body });
        });
      });
      assert.equal(status.status, 404, path);
      assert.doesNotMatch(status.body, /root:|hidden/, path);
    }
  });

  it("are served to allowed host names only", async () => {
    assert.equal((await get("/", { ...navigates, host: "evil.example" })).status, 403);
  });

  it("are where the invitation links of a server without a public address lead", async () => {
    assert.equal(plane.plane.consoleUrl, plane.url);
    const { userId } = await plane.owner.cloud.createUser({ spec: { email: "linked@example.com" } });
    const { url, token } = await plane.owner.identity.createInvitationLink({ userId });
    assert.equal(url, `${plane.url}/accept-invitation#token=${token}`);
    assert.equal((await get(new URL(url).pathname, navigates)).status, 200);
  });

  it("sign people in over TLS with a cookie for TLS alone", async () => {
    const browser = new SignedInPage(tlsUrl, ca);
    const answer = await browser.signIn({ apiKey: plane.ownerKey });
    assert.equal(answer.status, 200, answer.body);
    assert.match(browser.setCookie, /^__Host-remit-session=.*; Secure$/);
    assert.equal((await browser.whoAmI()).status, 200);
    const overPlaintext = new SignedInPage(plane.url);
    overPlaintext.cookie = browser.cookie;
    assert.equal((await overPlaintext.whoAmI()).status, 401);
  });
});

describe("without the console's files", () => {
  it("nothing answers but the API", async () => {
    await using plane = await startPlane();
    assert.equal(plane.plane.consoleUrl, null);
    const answer = await send(`${plane.url}/`, { headers: navigates });
    assert.equal(answer.status, 404);
    assert.equal(answer.json.message, "nothing is served at /");
  });

  it("a directory without a page stops the start, and nothing is left running", async () => {
    await using empty = await makeDirectory();
    await assert.rejects(startPlane({ consoleDirectory: empty.path }), /there is no console in .*index\.html/);
  });
});

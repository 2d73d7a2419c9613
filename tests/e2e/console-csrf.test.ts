// Whose pages may use a session: the console's own, and no other, however a request is made and whatever it carries.
import assert from "node:assert/strict";
import { connect } from "node:http2";
import { describe } from "node:test";
import type { TestPlane } from "../harness/control-plane.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { consoleHeaders, SignedInPage, send } from "../harness/signed-in-page.ts";

const cloud = "temporal.api.cloud.cloudservice.v1.CloudService";
const onPlane = sharePlane({ addresses: { console: "https://remit.example", grpc: "" } });
const onLocalPlane = sharePlane();

/** Signed in as the owner; the header without the fetch metadata that a case is about. */
async function signIn(plane: TestPlane): Promise<{ cookie: string; base: Record<string, string> }> {
  const browser = new SignedInPage(plane.url);
  assert.equal((await browser.signIn({ apiKey: plane.ownerKey })).status, 200);
  const { "sec-fetch-site": _, ...base } = consoleHeaders;
  return { cookie: browser.cookie, base: { ...base, cookie: browser.cookie } };
}

/** Undefined takes a header away. */
type Headers = Readonly<Record<string, string | undefined>>;

const defined = (headers: Headers): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined));

async function statusOf({ url }: TestPlane, headers: Headers): Promise<number> {
  const sent = { method: "POST", headers: defined(headers), body: "{}" };
  return (await send(`${url}/${cloud}/GetCurrentIdentity`, sent)).status;
}

/** The same as a REST route, which has no body to protect it. */
async function restStatusOf({ url }: TestPlane, headers: Headers): Promise<number> {
  return (await send(`${url}/cloud/current-identity`, { headers: defined(headers) })).status;
}

describe("a session is used", () => {
  onLocalPlane("by the console's own page, whichever way its browser says that it is", async (plane) => {
    const { base } = await signIn(plane);
    const own = plane.url;
    const port = new URL(own).port;
    const allowed: readonly Headers[] = [
      { "sec-fetch-site": "same-origin" },
      { "sec-fetch-site": "same-origin", origin: own },
      { origin: own },
      { origin: `http://localhost:${port}`, host: `localhost:${port}` },
    ];
    for (const headers of allowed) {
      assert.equal(await statusOf(plane, { ...base, ...headers }), 200, JSON.stringify(headers));
      assert.equal(await restStatusOf(plane, { ...base, ...headers }), 200, JSON.stringify(headers));
    }
  });

  onLocalPlane("by no other page, and by nothing that says too little", async (plane) => {
    const { base, cookie } = await signIn(plane);
    const own = plane.url;
    const sameOrigin = { "sec-fetch-site": "same-origin" };
    const token = cookie.slice(cookie.indexOf("=") + 1);
    const cases: Readonly<Record<string, Headers>> = {
      "no console header": { ...sameOrigin, "x-remit-console": undefined },
      "another value of it": { ...sameOrigin, "x-remit-console": "true" },
      "an empty one": { ...sameOrigin, "x-remit-console": "" },
      "another site": { "sec-fetch-site": "cross-site" },
      "another port of this host, which is the same site": { "sec-fetch-site": "same-site" },
      "typed into the address bar": { "sec-fetch-site": "none" },
      "an empty site": { "sec-fetch-site": "" },
      "two sites": { "sec-fetch-site": "same-origin, cross-site" },
      "neither site nor origin": {},
      "another origin": { origin: "https://evil.example" },
      "this host, another port": { origin: "http://127.0.0.1:1" },
      "this host over TLS": { origin: own.replace("http:", "https:") },
      "no origin, of a sandboxed frame": { origin: "null" },
      "an empty origin": { origin: "" },
      "an origin that begins like ours": { origin: `${own}.evil.example` },
      "two origins": { origin: `${own}, https://evil.example` },
      "the right site and another origin": { ...sameOrigin, origin: "https://evil.example" },
      "no cookie": { ...sameOrigin, cookie: undefined },
      "the cookie of a console over TLS": { ...sameOrigin, cookie: `__Host-${cookie}` },
      "two session cookies": { ...sameOrigin, cookie: `${cookie}; remit-session=planted` },
      "twice the same": { ...sameOrigin, cookie: `${cookie}; ${cookie}` },
      "a token that is changed in one place": { ...sameOrigin, cookie: `${cookie.slice(0, -1)}x` },
      "an API key in the cookie": { ...sameOrigin, cookie: `remit-session=${plane.ownerKey}` },
      "the stolen token as an API key": {
        authorization: `Bearer ${token}`,
        cookie: undefined,
        "x-remit-console": undefined,
      },
      "the same from the console": { ...sameOrigin, authorization: `Bearer ${token}` },
      "an API key beside the session": { ...sameOrigin, authorization: `Bearer ${plane.ownerKey}` },
    };
    for (const [name, headers] of Object.entries(cases)) {
      assert.equal(await statusOf(plane, { ...base, ...headers }), 401, name);
      assert.equal(await restStatusOf(plane, { ...base, ...headers }), 401, `${name}, over REST`);
    }
  });

  onLocalPlane("by no page whose own name points here (DNS rebinding)", async (plane) => {
    const { base } = await signIn(plane);
    const { port } = new URL(plane.url);
    for (const host of [`evil.example:${port}`, "evil.example", `localhost.evil.example:${port}`]) {
      const headers = { ...base, "sec-fetch-site": "same-origin", origin: `http://${host}`, host };
      assert.equal(await statusOf(plane, headers), 403, host);
      assert.equal(await restStatusOf(plane, headers), 403, host);
    }
  });

  onLocalPlane(
    "neither by a form, nor by an image, nor by a script of another origin that asks first",
    async (plane) => {
      const { cookie } = await signIn(plane);
      for (const type of ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"]) {
        const headers = {
          cookie,
          "content-type": type,
          origin: "https://evil.example",
          "sec-fetch-site": "cross-site",
        };
        const form = { method: "POST", headers, body: '{"spec":{"email":"planted@example.com"}}' };
        assert.ok([401, 415].includes((await send(`${plane.url}/${cloud}/CreateUser`, form)).status), type);
        assert.equal((await send(`${plane.url}/cloud/users`, form)).status, 401, type);
      }
      for (const path of ["/cloud/users", `/${cloud}/GetUsers?connect=v1&encoding=json&message=%7B%7D`]) {
        const headers = { cookie, accept: "image/*", "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" };
        assert.notEqual((await send(`${plane.url}${path}`, { headers })).status, 200, path);
      }
      const asks = {
        origin: "https://evil.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-remit-console,content-type",
      };
      for (const path of [`/${cloud}/GetUsers`, "/cloud/users", "/remit/v1/session"]) {
        const answer = await send(`${plane.url}${path}`, { method: "OPTIONS", headers: asks });
        assert.notEqual(Math.floor(answer.status / 100), 2, path);
        for (const name of Object.keys(answer.headers)) assert.doesNotMatch(name, /^access-control-/, path);
      }
      const { users } = await plane.owner.cloud.getUsers({});
      assert.deepEqual(
        users.map(({ spec }) => spec?.email),
        ["owner@example.com"],
      );
    },
  );

  onLocalPlane(
    "is neither made nor ended by another page, so that nobody is signed in as somebody else",
    async (plane) => {
      const { base } = await signIn(plane);
      const service = `${plane.url}/remit.v1.SessionService`;
      const body = JSON.stringify({ apiKey: plane.ownerKey });
      for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }, {}]) {
        const answers = [
          await send(`${service}/CreateSession`, { method: "POST", headers: { ...base, ...headers }, body }),
          await send(`${plane.url}/remit/v1/session`, { method: "POST", headers: { ...base, ...headers }, body }),
          await send(`${service}/EndSession`, { method: "POST", headers: { ...base, ...headers }, body: "{}" }),
          await send(`${plane.url}/remit/v1/session`, { method: "DELETE", headers: { ...base, ...headers } }),
        ];
        for (const answer of answers) {
          assert.equal(answer.status, 401);
          assert.equal(answer.headers["set-cookie"], undefined);
        }
      }
      const programs = { "content-type": "application/json", authorization: `Bearer ${plane.ownerKey}` };
      assert.equal(
        (await send(`${service}/GetSession`, { method: "POST", headers: programs, body: "{}" })).status,
        401,
      );
      assert.equal(await statusOf(plane, { ...base, "sec-fetch-site": "same-origin" }), 200);
    },
  );

  onLocalPlane("over HTTP/2 by the same rules", async (plane) => {
    const { base } = await signIn(plane);
    const ask = async (headers: Headers): Promise<number> => {
      const client = connect(plane.url);
      const { host: _, ...rest } = defined({ ...base, ...headers });
      const stream = client.request({ ":method": "POST", ":path": `/${cloud}/GetCurrentIdentity`, ...rest });
      stream.end("{}");
      const status = await new Promise<number>((resolve, reject) => {
        stream.on("response", (answer) => resolve(Number(answer[":status"])));
        stream.on("error", reject);
      });
      stream.resume();
      client.close();
      return status;
    };
    assert.equal(await ask({ "sec-fetch-site": "same-origin" }), 200);
    assert.equal(await ask({ origin: plane.url }), 200);
    assert.equal(await ask({ origin: "https://evil.example" }), 401);
    assert.equal(await ask({ "sec-fetch-site": "same-site" }), 401);
    assert.equal(await ask({ "sec-fetch-site": "same-origin", "x-remit-console": undefined }), 401);
    assert.equal(await ask({}), 401);
  });

  onLocalPlane("through REST as well, cookie and all", async (plane) => {
    const headers = { ...consoleHeaders };
    const body = JSON.stringify({ apiKey: plane.ownerKey });
    const made = await send(`${plane.url}/remit/v1/session`, { method: "POST", headers, body });
    assert.equal(made.status, 200, made.body);
    const [cookie = ""] = [made.headers["set-cookie"] ?? []].flat().map((set) => set.split(";")[0] ?? "");
    const withCookie = { ...headers, cookie };
    assert.equal((await send(`${plane.url}/remit/v1/session`, { headers: withCookie })).status, 200);
    const ended = await send(`${plane.url}/remit/v1/session`, { method: "DELETE", headers: withCookie });
    assert.equal(ended.status, 200, ended.body);
    assert.match(String(ended.headers["set-cookie"]), /^remit-session=; /);
    assert.equal((await send(`${plane.url}/remit/v1/session`, { headers: withCookie })).status, 401);
  });

  onPlane("behind a proxy that ends TLS in a cookie for this host and TLS alone", async (plane) => {
    const browser = new SignedInPage(plane.url);
    await browser.signIn({ apiKey: plane.ownerKey });
    assert.match(
      browser.setCookie,
      /^__Host-remit-session=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/,
    );
    assert.equal((await browser.session()).status, 200);
    const { "sec-fetch-site": _, ...base } = consoleHeaders;
    const headers = { ...base, cookie: browser.cookie };
    assert.equal(await statusOf(plane, { ...headers, origin: "https://remit.example" }), 200);
    assert.equal(await statusOf(plane, { ...headers, origin: "http://remit.example" }), 401);
    const plain = browser.cookie.replace("__Host-", "");
    assert.equal(await statusOf(plane, { ...headers, origin: "https://remit.example", cookie: plain }), 401);
  });

  onPlane("by a link that carries its token where browsers send it to nobody", async ({ owner }) => {
    const { userId } = await owner.cloud.createUser({ spec: { email: "linked@example.com" } });
    const { url, token } = await owner.identity.createInvitationLink({ userId });
    assert.equal(url, `https://remit.example/accept-invitation#token=${token}`);
    assert.equal(new URL(url).search, "");
  });
});

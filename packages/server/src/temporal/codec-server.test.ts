import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { type CodecServer, json, startCodecServer } from "../../../../tests/harness/codec-servers.ts";
import { type CodecQuestion, type CodecServersOptions, createCodecProbe, toDecodeUrl } from "./codec-server.ts";

const webOrigin = "https://temporal.example";

describe("asking a codec server", () => {
  let server: CodecServer;
  before(async () => {
    server = await startCodecServer();
  });
  after(() => server[Symbol.asyncDispose]());
  beforeEach(() => {
    server.answerWith(json(200, { payloads: [] }));
    server.allow({});
  });

  const ask = (options: Partial<CodecServersOptions> = {}, question: Partial<CodecQuestion> = {}) => {
    const probe = createCodecProbe({ probe: [server.origin], ca: server.ca, timeoutMs: 60_000, ...options });
    const endpoint = `${server.origin}/codec`;
    return probe({ endpoint, namespace: "orders.acc", passAccessToken: false, includeCredentials: false, ...question });
  };

  it("sends it nothing to decode, for the Namespace, and no credential, not even one in the address", async () => {
    const seen = server.calls.length;
    const endpoint = `${server.origin.replace("https://", "https://ann:secret@")}/codec/`;
    assert.deepEqual(await ask({}, { endpoint }), { result: "decodes", status: 200 });
    const [call, ...more] = server.calls.slice(seen);
    assert.equal(more.length, 0);
    assert.deepEqual([call?.method, call?.path, call?.body], ["POST", "/codec/decode", '{"payloads":[]}']);
    assert.deepEqual(Object.keys(call?.headers ?? {}).sort(), [
      "connection",
      "content-length",
      "content-type",
      "host",
      "user-agent",
      "x-namespace",
    ]);
    assert.equal(call?.headers["x-namespace"], "orders.acc");
  });

  it("calls no origin that is not listed, whatever the address looks like", async () => {
    const seen = server.calls.length;
    const { origin } = server;
    const { host } = new URL(origin);
    const others = [
      `http://${host}/codec`,
      `https://localhost:${new URL(origin).port}`,
      "https://169.254.169.254/latest",
      `https://codec.example@${host}.evil.example`,
      "not an address",
      "",
    ];
    for (const endpoint of others) assert.deepEqual(await ask({}, { endpoint }), { result: "unlisted" }, endpoint);
    assert.deepEqual(await ask({ probe: [] }), { result: "unlisted" });
    assert.equal(server.calls.length, seen);
  });

  it("tells what it answered", async () => {
    const told = async (answer: Parameters<CodecServer["answerWith"]>[0]) => {
      server.answerWith(answer);
      const { result, status } = await ask();
      return [result, status];
    };
    assert.deepEqual(await told(json(200, {})), ["decodes", 200]);
    for (const wrong of [[], null, "ok", { payloads: "none" }])
      assert.deepEqual(await told(json(200, wrong)), ["fails", 200], JSON.stringify(wrong));
    assert.deepEqual(await told((response) => response.writeHead(200).end("<html>")), ["fails", 200]);
    assert.deepEqual(await told(json(401, {})), ["refuses", 401]);
    assert.deepEqual(await told(json(403, {})), ["refuses", 403]);
    assert.deepEqual(await told(json(400, { error: "no payloads" })), ["unsure", 400]);
    assert.deepEqual(await told(json(404, {})), ["fails", 404]);
    assert.deepEqual(await told(json(502, {})), ["fails", 502]);
  });

  it("follows no redirect", async () => {
    const seen = server.calls.length;
    server.answerWith((response) => response.writeHead(307, { location: "/elsewhere" }).end());
    assert.deepEqual(await ask(), { result: "fails", status: 307 });
    assert.equal(server.calls.length, seen + 1);
  });

  it("waits for no answer that does not come, or does not end", async () => {
    const silent = { result: "silent" };
    const soon = { timeoutMs: 200 };
    server.answerWith(() => undefined);
    assert.deepEqual(await ask(soon), silent);
    server.answerWith((response) => {
      response.writeHead(200).write('{"payloads":[');
    });
    assert.deepEqual(await ask(soon), silent);
    server.answerWith((response) => response.writeHead(200).end("x".repeat(100_000)));
    assert.deepEqual(await ask(), silent);
    server.answerWith((response) => response.destroy());
    assert.deepEqual(await ask(), silent);
  });

  it("trusts no certificate that is not known, and finds nobody where nobody listens", async () => {
    const probe = createCodecProbe({ probe: [server.origin], timeoutMs: 60_000 });
    const question = { namespace: "orders.acc", passAccessToken: false, includeCredentials: false };
    assert.deepEqual(await probe({ ...question, endpoint: server.origin }), { result: "silent" });
    const nobody = "https://127.0.0.1:1";
    assert.deepEqual(await ask({ probe: [nobody] }, { endpoint: nobody }), { result: "silent" });
  });

  it("finds out whether pages of the Web UI may call it", async () => {
    const may = async (headers: Readonly<Record<string, string>>, question: Partial<CodecQuestion> = {}) => {
      server.allow(headers);
      return (await ask({ webOrigin }, question)).cors;
    };
    const allow = (origin: string, names: string, more = {}) => ({
      "access-control-allow-origin": origin,
      "access-control-allow-headers": names,
      ...more,
    });
    const [token, cookies] = [{ passAccessToken: true }, { includeCredentials: true }];
    const named = "X-Namespace, Content-Type";
    assert.equal((await ask()).cors, undefined);
    assert.equal(await may({}), false);
    assert.equal(await may(allow(webOrigin, named)), true);
    assert.equal(await may(allow("*", "*")), true);
    assert.equal(await may(allow("https://other.example", named)), false);
    assert.equal(await may(allow(webOrigin, "x-namespace")), false);
    assert.equal(await may(allow("*", "*"), token), false);
    assert.equal(await may(allow("*", `${named}, authorization`), token), true);
    const credentials = { "access-control-allow-credentials": "true" };
    assert.equal(await may(allow("*", named, credentials), cookies), false);
    assert.equal(await may(allow(webOrigin, "*", credentials), cookies), false);
    assert.equal(await may(allow(webOrigin, named, credentials), cookies), true);
    assert.equal(await may(allow(webOrigin, named), cookies), false);
    const preflight = server.calls.findLast(({ method }) => method === "OPTIONS");
    assert.equal(preflight?.headers.origin, webOrigin);
    assert.equal(preflight?.headers["access-control-request-headers"], "content-type,x-namespace");
  });
});

describe("the address that decodes", () => {
  it("is built as clients build it", () => {
    const at = (endpoint: string) => toDecodeUrl({ endpoint, namespace: "orders.acc" })?.href;
    assert.equal(at("https://codec.example"), "https://codec.example/decode");
    assert.equal(at("https://codec.example//"), "https://codec.example/decode");
    assert.equal(at("https://codec.example/{namespace}"), "https://codec.example/orders.acc/decode");
    assert.equal(at("https://{namespace}.codec.example"), "https://orders.acc.codec.example/decode");
    assert.equal(at("codec"), undefined);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { Code, ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { createConnectTransport, createGrpcTransport } from "@connectrpc/connect-node";
import { CloudService, Health } from "@remit/protocol";
import { exchange, requestHttp2 } from "./testing/raw.ts";
import { credential, startTestServer } from "./testing/server.ts";

const headers = { authorization: credential };
const service = "/temporal.api.cloud.cloudservice.v1.CloudService";
const getRegion = `${service}/GetRegion`;

function envelope(message: Buffer, flags = 0): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(flags);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

const grpcHeaders = (path: string, extra: Record<string, string> = {}) => ({
  ":path": path,
  ":method": "POST",
  "content-type": "application/grpc",
  te: "trailers",
  ...headers,
  ...extra,
});

function grpcClient(baseUrl: string, interceptors: Interceptor[] = []) {
  return createClient(CloudService, createGrpcTransport({ baseUrl, interceptors }));
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "OK",
    (error: unknown) => Code[ConnectError.from(error).code],
  );
}

describe("what is not served", () => {
  it("is Unimplemented to a gRPC client, by service and by method", async () => {
    await using server = await startTestServer();
    const paths = ["/temporal.api.auth.v1.AuthService/GetRoles", `${getRegion}s2`, `/${getRegion}`, `${getRegion}/`];
    for (const path of [...paths, getRegion.replace("GetRegion", "%47etRegion"), getRegion.toLowerCase()]) {
      const answer = await requestHttp2(server.url, grpcHeaders(path), envelope(Buffer.alloc(0)));
      assert.equal(answer.status, 200, path);
      assert.equal(answer.headers["grpc-status"], String(Code.Unimplemented), path);
    }
  });

  it("is Unimplemented to gRPC-Web and Connect clients, and 404 to browsers", async () => {
    await using server = await startTestServer();
    const url = `${server.url}/no.Service/Method`;
    const web = await fetch(url, { method: "POST", headers: { "content-type": "application/grpc-web+proto" } });
    assert.equal(web.headers.get("grpc-status"), String(Code.Unimplemented));
    const connect = await fetch(url, { method: "POST", headers: { "connect-protocol-version": "1" } });
    assert.equal(((await connect.json()) as { code: string }).code, "unimplemented");
    const browser = await fetch(server.url);
    assert.equal(browser.status, 404);
    assert.equal(browser.headers.get("content-type"), "application/json");
  });

  it("never reaches the router through a path without its leading slash", async () => {
    await using server = await startTestServer();
    const answer = await requestHttp2(server.url, grpcHeaders(getRegion.slice(1)), envelope(Buffer.alloc(0)));
    assert.equal(answer.status, undefined);
  });

  it("is named where only the method's implementation is missing", async () => {
    await using server = await startTestServer();
    await assert.rejects(grpcClient(server.url).getUsage({}, { headers }), /\[unimplemented\].*GetUsage/);
  });
});

describe("malformed RPC requests", () => {
  it("are the caller's fault in every protocol", async () => {
    await using server = await startTestServer();
    const messages = {
      tag: [0x00],
      length: [0x0a, 0x7f, 0x61],
      utf8: [0x0a, 0x01, 0xff],
      group: Array(200).fill(0x0b),
    };
    for (const [name, bytes] of Object.entries(messages)) {
      const message = Buffer.from(bytes);
      const grpc = await requestHttp2(server.url, grpcHeaders(getRegion), envelope(message));
      assert.equal(grpc.headers["grpc-status"], String(Code.InvalidArgument), `grpc ${name}`);
      const web = { ...grpcHeaders(getRegion), "content-type": "application/grpc-web+proto" };
      assert.match(
        (await requestHttp2(server.url, web, envelope(message))).body,
        /grpc-status: 3\r/,
        `grpc-web ${name}`,
      );
      const init = { method: "POST", headers: { ...headers, "content-type": "application/proto" }, body: message };
      const connect = await fetch(server.url + getRegion, init);
      assert.equal(((await connect.json()) as { code: string }).code, "invalid_argument", `connect ${name}`);
    }
    assert.deepEqual(server.origins, [], "none reached an interceptor");
    assert.deepEqual(server.errors, []);
  });

  it("include envelopes that lie about their length or their compression", async () => {
    await using server = await startTestServer();
    const gzip = { "grpc-encoding": "gzip" };
    const status = async (body: Buffer, extra = {}): Promise<unknown> =>
      (await requestHttp2(server.url, grpcHeaders(getRegion, extra), body)).headers["grpc-status"];
    assert.equal(await status(Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 1])), String(Code.InvalidArgument));
    assert.equal(await status(Buffer.from([0, 0, 0, 0, 9, 1])), String(Code.InvalidArgument));
    assert.equal(await status(envelope(Buffer.from("no gzip"), 1), gzip), String(Code.InvalidArgument));
    assert.equal(await status(envelope(gzipSync("x").subarray(0, 10), 1), gzip), String(Code.InvalidArgument));
    assert.equal(await status(envelope(Buffer.from("x"), 1)), String(Code.InvalidArgument));
    assert.equal(await status(Buffer.alloc(0)), String(Code.Unimplemented), "no message");
  });

  it("include JSON of another shape, at any depth", async () => {
    await using server = await startTestServer();
    const json = { ...headers, "content-type": "application/json" };
    const deep = `{"region":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
    for (const body of ["{", '{"region":3}', '{"reigon":"x"}', deep, '{"x":'.repeat(10_000), "null"]) {
      const answer = await fetch(server.url + getRegion, { method: "POST", headers: json, body });
      assert.equal(answer.status, 400, body.slice(0, 20));
      assert.equal(((await answer.json()) as { code: string }).code, "invalid_argument");
    }
  });
});

describe("large messages", () => {
  it("are refused above 4 MB, compressed or not, in a way that no client repeats", async () => {
    await using server = await startTestServer();
    const region = "x".repeat(4 * 1024 * 1024);
    assert.equal(await codeOf(grpcClient(server.url).getRegion({ region }, { headers })), "InvalidArgument");
    const bomb = envelope(gzipSync(Buffer.alloc(256 * 1024 * 1024)), 1);
    const answer = await requestHttp2(server.url, grpcHeaders(getRegion, { "grpc-encoding": "gzip" }), bomb);
    assert.equal(answer.headers["grpc-status"], String(Code.InvalidArgument));
    const connect = createClient(CloudService, createConnectTransport({ baseUrl: server.url, httpVersion: "1.1" }));
    assert.equal(await codeOf(connect.getRegion({ region }, { headers })), "InvalidArgument");
    assert.deepEqual(server.origins, []);
  });
});

describe("deadlines", () => {
  it("end a call whose handler does not listen", async () => {
    await using server = await startTestServer();
    const call = requestHttp2(
      server.url,
      grpcHeaders(getRegion, { "grpc-timeout": "50m" }),
      envelope(Buffer.from("\n\x05never")),
    );
    assert.equal((await call).headers["grpc-status"], String(Code.DeadlineExceeded));
  });

  it("are shortened to the server's longest, which is also the default", async () => {
    await using server = await startTestServer();
    const seconds = async (timeout?: string): Promise<string> => {
      const extra = timeout === undefined ? {} : { "grpc-timeout": timeout };
      const body = envelope(Buffer.from("\n\x08deadline"));
      return (await requestHttp2(server.url, grpcHeaders(getRegion, extra), body)).body;
    };
    assert.match(await seconds(), /60/);
    assert.match(await seconds("10M"), /60/);
    assert.match(await seconds("7S"), /7/);
    const malformed = await requestHttp2(
      server.url,
      grpcHeaders(getRegion, { "grpc-timeout": "soon" }),
      envelope(Buffer.alloc(0)),
    );
    assert.equal(malformed.headers["grpc-status"], String(Code.InvalidArgument));
  });

  it("hold for Connect callers too", async () => {
    await using server = await startTestServer();
    const client = createClient(CloudService, createConnectTransport({ baseUrl: server.url, httpVersion: "1.1" }));
    const answer = await client.getRegion({ region: "deadline" }, { headers, timeoutMs: 600_000 });
    assert.equal(answer.region?.id, "60");
    assert.equal(await codeOf(client.getRegion({ region: "never" }, { headers, timeoutMs: 50 })), "DeadlineExceeded");
  });
});

describe("errors", () => {
  it("that nobody expected say a request id and are logged with their stack", async () => {
    await using server = await startTestServer();
    await assert.rejects(grpcClient(server.url).getRegion({ region: "broken" }, { headers }), (error: ConnectError) => {
      assert.equal(error.code, Code.Internal);
      const requestId = error.metadata.get("x-request-id") ?? "no id";
      assert.equal(error.rawMessage, `internal error, request ${requestId}`);
      assert.match(server.errors.join(), new RegExp(requestId));
      return true;
    });
    assert.match(server.errors.join(), /SELECT secret/);
  });

  it("carry messages that gRPC can send", async () => {
    await using server = await startTestServer();
    const json = { ...headers, "content-type": "application/grpc+json" };
    const body = (name: string): Buffer => envelope(Buffer.from(`{"namespace":"${name}"}`));
    const path = `${service}/GetNamespace`;
    const unicode = await requestHttp2(server.url, { ...grpcHeaders(path), ...json }, body("näme"));
    assert.equal(decodeURIComponent(String(unicode.headers["grpc-message"])), "namespace näme not found");
    const long = await requestHttp2(server.url, { ...grpcHeaders(path), ...json }, body("€".repeat(100_000)));
    assert.equal(long.headers["grpc-status"], String(Code.NotFound));
  });
});

describe("the gate", () => {
  it("refuses before a body is read, in every protocol, and runs once", async () => {
    const seen: string[] = [];
    const gate = ({ method, header }: { method: { name: string }; header: Headers }): void => {
      seen.push(method.name);
      if (header.get("authorization") !== credential) throw new ConnectError("no entry", Code.Unauthenticated);
    };
    await using server = await startTestServer({ handler: { gate } });
    const unfinished = "Host: localhost\r\nConnection: close\r\nContent-Length: 1000\r\n";
    const rest = await exchange(server.port, [`POST /cloud/users HTTP/1.1\r\n${unfinished}\r\n{`]);
    assert.match(rest, /^HTTP\/1\.1 401.*no entry/s);
    const json = "Content-Type: application/json\r\n";
    const connect = await exchange(server.port, [`POST ${getRegion} HTTP/1.1\r\n${json}${unfinished}\r\n{`]);
    assert.match(connect, /^HTTP\/1\.1 401.*no entry/s);
    assert.equal(await codeOf(grpcClient(server.url).getRegions({})), "Unauthenticated");
    assert.equal((await fetch(`${server.url}/cloud/regions`, { headers })).status, 200);
    assert.deepEqual(seen, ["CreateUser", "GetRegion", "GetRegions", "GetRegions"]);
  });

  it("that fails unexpectedly refuses without saying why", async () => {
    const gate = (): void => {
      throw new Error("the store said no");
    };
    await using server = await startTestServer({ handler: { gate } });
    assert.equal(await codeOf(grpcClient(server.url).getRegions({}, { headers })), "Internal");
    const rest = await fetch(`${server.url}/cloud/regions`, { headers });
    assert.equal(rest.status, 500);
    assert.doesNotMatch(await rest.text(), /store/);
    assert.equal(server.errors.length, 2);
  });
});

describe("the host check", () => {
  const get = (path: string, host: string): string =>
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

  it("lets the loopback's names and configured ones in, and nothing else", async () => {
    await using server = await startTestServer({ handler: { hostAllowList: ["Remit.Example.com"] } });
    const { port } = server;
    for (const host of [`localhost:${port}`, "127.0.0.1", `[::1]:${port}`, "LOCALHOST", "remit.example.com:443"]) {
      assert.match(await exchange(port, [get("/cloud/regions", host)]), /^HTTP\/1\.1 401/, host);
    }
    const foreign = [
      "evil.example.com",
      "localhost.evil.com",
      "evil@localhost",
      "localhost:x",
      "localhost/x",
      "127.0.0.1.nip.io",
    ];
    for (const host of [...foreign, "0.0.0.0", ""]) {
      assert.match(await exchange(port, [get("/cloud/regions", host)]), /^HTTP\/1\.1 403/, host);
    }
    assert.match(await exchange(port, ["GET /cloud/regions HTTP/1.0\r\n\r\n"]), /^HTTP\/1\.1 403/);
  });

  it("holds for RPCs, in the caller's own protocol", async () => {
    await using server = await startTestServer();
    const grpc = await requestHttp2(
      server.url,
      { ...grpcHeaders(getRegion), ":authority": "evil.example.com" },
      envelope(Buffer.alloc(0)),
    );
    assert.equal(grpc.headers["grpc-status"], String(Code.PermissionDenied));
    const json = `POST ${getRegion} HTTP/1.1\r\nHost: evil.example.com\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}`;
    assert.match(await exchange(server.port, [json]), /^HTTP\/1\.1 403/);
    assert.deepEqual(server.origins, []);
  });

  it("lets probes by address ask for health", async () => {
    await using server = await startTestServer();
    assert.match(await exchange(server.port, [get("/healthz", "10.1.2.3:8080")]), /^HTTP\/1\.1 200/);
    const check = { ...grpcHeaders("/grpc.health.v1.Health/Check"), ":authority": "10.1.2.3:8080" };
    assert.equal((await requestHttp2(server.url, check, envelope(Buffer.alloc(0)))).headers["grpc-status"], "0");
  });

  it("can be opened, but never to a missing or malformed host", async () => {
    await using server = await startTestServer({ handler: { hostAllowList: ["*"] } });
    assert.match(await exchange(server.port, [get("/cloud/regions", "any.example.com")]), /^HTTP\/1\.1 401/);
    assert.match(await exchange(server.port, [get("/cloud/regions", "a b")]), /^HTTP\/1\.1 403/);
  });
});

describe("browsers of other sites", () => {
  it("get no permission to read or to send", async () => {
    await using server = await startTestServer();
    const ask = { origin: "https://evil.example.com", "access-control-request-method": "POST" };
    for (const path of [getRegion, "/cloud/regions", "/healthz"]) {
      const answer = await fetch(server.url + path, { method: "OPTIONS", headers: ask });
      assert.ok(answer.status >= 400, path);
      assert.deepEqual(
        [...answer.headers.keys()].filter((name) => name.startsWith("access-control")),
        [],
        path,
      );
    }
  });
});

describe("/healthz", () => {
  it("says whether calls are taken", async () => {
    let ready = true;
    const draining = new AbortController();
    await using server = await startTestServer({ handler: { readiness: () => ready, draining: draining.signal } });
    const status = async (): Promise<number> => (await fetch(`${server.url}/healthz`)).status;
    assert.equal(await status(), 200);
    ready = false;
    assert.equal(await status(), 503);
    ready = true;
    draining.abort();
    assert.equal(await status(), 503);
    const health = createClient(Health, createGrpcTransport({ baseUrl: server.url }));
    assert.equal((await health.check({})).status, 2);
  });
});

import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { credential, startTestServer, type TestServer } from "./testing/server.ts";

const server: TestServer = await startTestServer();
after(() => server[Symbol.asyncDispose]());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

async function call(path: string, init: RequestInit = {}): Promise<Answer> {
  const headers = { authorization: credential, ...(init.headers as Record<string, string> | undefined) };
  const answer = await fetch(server.url + path, { ...init, headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
}

const post = (path: string, body: string | Uint8Array<ArrayBuffer>): Promise<Answer> =>
  call(path, { method: "POST", body });
const operationId = ({ body }: Answer): unknown => (body.asyncOperation as Record<string, unknown> | undefined)?.id;

/** Asserts a 400 whose message contains `what`. */
function assertRefused(answer: Answer, what: string | RegExp): void {
  assert.equal(answer.status, 400, JSON.stringify(answer.body));
  assert.equal(answer.body.code, 3);
  assert.match(String(answer.body.message), typeof what === "string" ? new RegExp(`^${what}`) : what);
}

describe("REST queries", () => {
  it("take fields by either name", async () => {
    const expected = "7|token|a b|p";
    const snake = await call("/cloud/namespaces?page_size=7&page_token=token&name=a+b&project_id=p");
    const camel = await call("/cloud/namespaces?pageSize=7&pageToken=token&name=a%20b&projectId=p");
    assert.equal(snake.body.nextPageToken, expected);
    assert.equal(camel.body.nextPageToken, expected);
  });

  it("take repeated fields, nested fields, enums and timestamps", async () => {
    const token = async (path: string): Promise<unknown> => (await call(path)).body.nextPageToken;
    assert.equal(await token("/cloud/projects?project_ids=a&projectIds=b"), "a|b");
    assert.equal(await token("/cloud/projects?project_ids=a&project_ids=b"), "a|b");
    assert.equal(await token("/cloud/user-groups?google_group.email_address=g@x.org"), "g@x.org");
    assert.equal(await token("/cloud/user-groups?googleGroup.emailAddress=g@x.org"), "g@x.org");
    assert.equal(await token("/cloud/api-keys?owner_type=OWNER_TYPE_USER"), "1|");
    assert.equal(await token("/cloud/api-keys?owner_type=2"), "2|");
    assert.equal(await token("/cloud/audit-logs?start_time_inclusive=1970-01-01T00:01:00Z"), "60");
  });

  it("refuse what they do not know or cannot read, by name", async () => {
    assertRefused(await call("/cloud/users?page_sise=7"), "page_sise: unknown parameter");
    assertRefused(await call("/cloud/users?__proto__=7"), "__proto__: unknown parameter");
    assertRefused(await call("/cloud/users?page_size=seven"), "page_size: ");
    assertRefused(await call("/cloud/users?page_size=99999999999"), "page_size: ");
    assertRefused(await call("/cloud/users?page_size=1&page_size=2"), "page_size: given more than once");
    assertRefused(await call("/cloud/users?page_size=1&pageSize=2"), "page_size: given more than once");
    assertRefused(await call("/cloud/api-keys?owner_type=OWNER_TYPE_CAT"), "owner_type: ");
    assertRefused(await call("/cloud/audit-logs?start_time_inclusive=yesterday"), "start_time_inclusive: ");
    assertRefused(await call("/cloud/user-groups?google_group=x"), "google_group: ");
    assertRefused(await call("/cloud/users?page_token.x=1"), "page_token.x: unknown parameter");
    assertRefused(await call("/cloud/users?email=%zz"), "query: malformed percent-encoding");
    assertRefused(await call("/cloud/users?email=%ff"), "query: malformed percent-encoding");
  });

  it("are refused where the body carries the fields", async () => {
    assertRefused(
      await call("/cloud/users?async_operation_id=x", { method: "POST", body: "{}" }),
      "async_operation_id: ",
    );
  });
});

describe("REST paths", () => {
  it("set fields, decoded once", async () => {
    const region = async (name: string): Promise<unknown> => {
      const { region } = (await call(`/cloud/regions/${name}`)).body as { region: { id: string } };
      return region.id;
    };
    assert.equal(await region("a%2Fb"), "a/b");
    assert.equal(await region("a%252Fb"), "a%2Fb");
    assert.equal(await region("a+b"), "a+b");
    assert.equal(await region("%E2%82%AC"), "€");
    assertRefused(await call("/cloud/regions/%"), "path: malformed percent-encoding");
    assertRefused(await call("/cloud/regions/%ff"), "path: malformed percent-encoding");
  });

  it("win over the body, however the body spells the field", async () => {
    for (const body of ['{"user_id":"other"}', '{"userId":"other"}', "{}", ""]) {
      assert.equal(operationId(await post("/cloud/users/mine", body)), "mine|undefined", body);
    }
    const sink = await post(
      "/cloud/namespaces/ns.acct/export-sinks/s1",
      '{"namespace":"other","spec":{"name":"s2","enabled":true}}',
    );
    assert.equal(operationId(sink), "ns.acct|s1|true");
    const unset = await post("/cloud/namespaces/ns.acct/export-sinks/s1", "{}");
    assert.equal(operationId(unset), "ns.acct|s1|false");
  });

  it("win over the query", async () => {
    const answer = await call("/cloud/users/mine?user_id=other&resource_version=3", { method: "DELETE" });
    assert.equal(operationId(answer), "mine|3");
  });

  it("that are known answer 501 to another verb, and 404 when they are not", async () => {
    const mismatch = await call("/cloud/regions", { method: "PUT" });
    assert.equal(mismatch.status, 501);
    assert.deepEqual(mismatch.body, { code: 12, message: "Method Not Allowed", details: [] });
    assert.equal(mismatch.headers.get("allow"), "GET");
    for (const path of ["/", "/cloud", "//cloud/regions", "/cloud/regions/", "/cloud/%72egions", "/favicon.ico"]) {
      const answer = await call(path);
      assert.equal(answer.status, 404, path);
      assert.equal(answer.body.code, 12, path);
    }
  });
});

describe("REST bodies", () => {
  it("must be JSON of the request's shape", async () => {
    for (const body of ["{", "[]", "null", "3", '"x"', "{} {}", "\u0000", '{"spec":{}', "undefined"]) {
      assertRefused(await post("/cloud/users", body), "body: ");
    }
    assertRefused(await post("/cloud/users", '{"spec":3}'), "spec: ");
    assertRefused(await post("/cloud/users", '{"spec":{"email":3}}'), "spec.email: ");
    assertRefused(await post("/cloud/users", '{"spec":{"email":"a"},"spec":{"email":"b"}}'), /duplicate/i);
    assertRefused(
      await post("/cloud/users", '{"spec":{"access":{"account_access":{"role":"ROLE_KING"}}}}'),
      "spec.access.account_access.role: ",
    );
  });

  it("must not carry fields that nobody reads", async () => {
    assertRefused(await post("/cloud/users", '{"spce":{}}'), "spce: unknown field");
    assertRefused(await post("/cloud/users", '{"spec":{"e-mail":"x"}}'), "spec.e-mail: unknown field");
    assertRefused(await post("/cloud/users", '{"__proto__":{"x":1}}'), "__proto__: unknown field");
  });

  it("are bounded in size, depth and encoding", async () => {
    assertRefused(
      await post("/cloud/users", `{"spec":{"email":"${"x".repeat(4 * 1024 * 1024)}"}}`),
      "body: larger than",
    );
    assertRefused(
      await post("/cloud/users", `{"x":${"[".repeat(10_000)}${"]".repeat(10_000)}}`),
      "body: nested deeper",
    );
    const large = `{"asyncOperationId":"${"x".repeat(100_000)}","spec":{"email":3}}`;
    assertRefused(await post("/cloud/users", large), "body: email: expected string");
    assertRefused(await post("/cloud/users", '{"x":'.repeat(10_000)), "body: nested deeper");
    assertRefused(await post("/cloud/users", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])), "body: not valid UTF-8");
    assertRefused(
      await call("/cloud/users", { method: "POST", body: "{}", headers: { "content-encoding": "gzip" } }),
      "body: ",
    );
    const brackets = await post("/cloud/users", `{"spec":{"email":"${"[{".repeat(100)}\\""}}`);
    assert.equal(brackets.body.userId, `${"[{".repeat(100)}"`);
  });

  it("without an end or a length are refused at the cap", async () => {
    async function* endless(): AsyncIterable<Uint8Array> {
      for (let sent = 0; sent < 64; sent += 1) yield new Uint8Array(1024 * 1024).fill(0x20);
    }
    const init = { method: "POST", body: endless(), duplex: "half" } as unknown as RequestInit;
    const answer = await call("/cloud/users", init).catch(() => undefined);
    if (answer !== undefined) assertRefused(answer, "body: larger than");
    assert.equal((await call("/cloud/regions")).status, 200);
  });
});

describe("REST answers", () => {
  it("write zero values out and are not to be cached or sniffed", async () => {
    const answer = await call("/cloud/regions");
    assert.deepEqual(answer.body, {
      regions: [
        {
          id: "aws-us-east-1",
          cloudProviderDeprecated: "",
          cloudProvider: "CLOUD_PROVIDER_UNSPECIFIED",
          cloudProviderRegion: "",
          location: "N. Virginia",
        },
      ],
    });
    assert.equal(answer.headers.get("content-type"), "application/json");
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.equal(answer.headers.get("access-control-allow-origin"), null);
    assert.match(answer.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  });

  it("carry the status and code of the RPC's error", async () => {
    const unauthenticated = await call("/cloud/regions", { headers: { authorization: "Bearer wrong" } });
    assert.equal(unauthenticated.status, 401);
    assert.deepEqual(unauthenticated.body, { code: 16, message: "invalid credential", details: [] });
    const missing = await call("/cloud/namespaces/n.acct");
    assert.equal(missing.status, 404);
    assert.deepEqual(missing.body, { code: 5, message: "namespace n.acct not found", details: [] });
    assert.equal((await call("/cloud/account")).status, 501);
  });

  it("name the field in details of google.rpc", async () => {
    const { body } = await call("/cloud/users?page_size=x");
    const [info, badRequest] = body.details as Record<string, unknown>[];
    assert.equal(info?.["@type"], "type.googleapis.com/google.rpc.ErrorInfo");
    assert.equal(info?.reason, "INVALID_FIELD");
    assert.equal(badRequest?.["@type"], "type.googleapis.com/google.rpc.BadRequest");
    const description = body.message;
    assert.deepEqual(badRequest?.fieldViolations, [{ field: "page_size", description, reason: "" }]);
  });

  it("tell a request id, and nothing else, of an unexpected error", async () => {
    const { status, headers, body } = await call("/cloud/regions/broken");
    assert.equal(status, 500);
    const requestId = headers.get("x-request-id") ?? "";
    assert.deepEqual(body, { code: 13, message: `internal error, request ${requestId}`, details: [] });
    assert.equal(server.errors.length, 1);
    assert.match(server.errors[0] ?? "", /SELECT secret.*at .*server\.ts/);
    assert.match(server.errors[0] ?? "", new RegExp(requestId));
  });

  it("end at the caller's deadline", async () => {
    const answer = await call("/cloud/regions/never", { headers: { "grpc-timeout": "50m" } });
    assert.equal(answer.status, 504);
    assert.equal(answer.body.code, 4);
  });

  it("come from interceptors that know where the call came from", async () => {
    await call("/cloud/regions", { headers: { "x-forwarded-for": "6.6.6.6", "x-request-id": "mine" } });
    const origin = server.origins.at(-1);
    assert.equal(origin?.remoteAddress, "127.0.0.1");
    assert.equal(origin?.encrypted, false);
    assert.notEqual(origin?.requestId, "mine");
  });
});

// HTTP clients: routes, query and body, and JSON as the proto3 mapping has it.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe } from "node:test";
import type { TestPlane } from "../harness/control-plane.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeServiceAccount } from "../harness/principals.ts";

const unique = (): string => randomUUID().slice(0, 12);

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What stands at a dotted path of an answer. */
const at = (body: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body);

const textAt = (body: unknown, path: string): string => String(at(body, path));

async function send(
  { url, ownerKey }: TestPlane,
  verb: string,
  path: string,
  body?: unknown,
  key: string | null = ownerKey,
): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method: verb,
    headers: { "content-type": "application/json", ...(key !== null && { authorization: `Bearer ${key}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

describe("REST", () => {
  const onPlane = sharePlane();

  onPlane("answers in camelCase, with enums by name, times as text and zero values present", async (plane) => {
    const { status, body } = await send(plane, "GET", "/cloud/current-identity");
    assert.equal(status, 200);
    assert.equal(at(body, "user.state"), "RESOURCE_STATE_ACTIVE");
    assert.equal(at(body, "user.spec.access.accountAccess.role"), "ROLE_OWNER");
    assert.match(textAt(body, "user.createdTime"), /^\d{4}-\d\d-\d\dT/);
    assert.equal(at(body, "principalApiKey.spec.disabled"), false);
    assert.deepEqual(at(body, "user.spec.access.namespaceAccesses"), {});
  });

  onPlane("takes a body in camelCase or in the names of the .proto", async (plane) => {
    for (const access of [{ accountAccess: { role: "ROLE_READ" } }, { account_access: { role: "ROLE_READ" } }]) {
      const { status, body } = await send(plane, "POST", "/cloud/users", {
        spec: { email: `${unique()}@example.com`, access },
      });
      assert.equal(status, 200, JSON.stringify(body));
      assert.equal(at(body, "asyncOperation.state"), "STATE_FULFILLED");
      const { body: read } = await send(plane, "GET", `/cloud/users/${textAt(body, "userId")}`);
      assert.equal(at(read, "user.spec.access.accountAccess.role"), "ROLE_READ");
    }
  });

  onPlane("takes query parameters in either spelling", async (plane) => {
    for (const query of ["page_size=1", "pageSize=1"]) {
      const { status, body } = await send(plane, "GET", `/cloud/users?${query}`);
      assert.equal(status, 200);
      assert.equal(at(body, "users.length"), 1);
    }
  });

  onPlane("updates what the path names, whatever the body says", async (plane) => {
    const spec = { displayName: `rest-${unique()}`, cloudGroup: {} };
    const { body: made } = await send(plane, "POST", "/cloud/user-groups", { spec });
    const { body: read } = await send(plane, "GET", `/cloud/user-groups/${textAt(made, "groupId")}`);
    assert.deepEqual(at(read, "group.spec.cloudGroup"), {});
    const displayName = `rest-${unique()}`;
    const update = {
      groupId: "another",
      spec: { ...(at(read, "group.spec") as object), displayName },
      resourceVersion: at(read, "group.resourceVersion"),
    };
    assert.equal((await send(plane, "POST", `/cloud/user-groups/${textAt(made, "groupId")}`, update)).status, 200);
    const { body: after } = await send(plane, "GET", `/cloud/user-groups/${textAt(made, "groupId")}`);
    assert.equal(at(after, "group.spec.displayName"), displayName);
  });

  onPlane("deletes with the version in the query", async (plane) => {
    const { body: made } = await send(plane, "POST", "/cloud/users", { spec: { email: `${unique()}@example.com` } });
    const { body: read } = await send(plane, "GET", `/cloud/users/${textAt(made, "userId")}`);
    const gone = await send(
      plane,
      "DELETE",
      `/cloud/users/${textAt(made, "userId")}?resource_version=${textAt(read, "user.resourceVersion")}`,
    );
    assert.equal(gone.status, 200, JSON.stringify(gone.body));
    assert.equal((await send(plane, "GET", `/cloud/users/${textAt(made, "userId")}`)).status, 404);
  });

  onPlane(
    "says 401 without a key, 403 without the right, 404 for what is not there, 501 for a verb that a path does not have",
    async (plane) => {
      const nobody = await makeServiceAccount(plane, { accountAccess: { role: 5 } });
      assert.equal((await send(plane, "GET", "/cloud/account", undefined, null)).status, 401);
      const denied = await send(plane, "GET", "/cloud/audit-logs", undefined, nobody.key);
      assert.equal(denied.status, 403);
      assert.equal(at(denied.body, "code"), 7);
      assert.match(textAt(denied.body, "message"), /cloud\.auditlog\.list/);
      assert.equal((await send(plane, "GET", "/cloud/users/absent")).status, 404);
      const unserved = await send(plane, "DELETE", "/cloud/account");
      assert.equal(unserved.status, 501);
      assert.match(textAt(unserved.body, "message"), /Method Not Allowed/);
    },
  );

  onPlane("says in a refusal's details what is needed, on what, and whom to ask", async (plane) => {
    const nobody = await makeServiceAccount(plane, { accountAccess: { role: 5 } });
    const { body } = await send(plane, "GET", `/cloud/namespaces/orders.${plane.accountId}`, undefined, nobody.key);
    const details = at(body, "details") as readonly unknown[];
    const info = details.find((detail) => at(detail, "reason") === "PERMISSION_DENIED");
    assert.equal(at(info, "metadata.operation"), "cloud.namespace.get");
    assert.equal(at(info, "metadata.resource_type"), "namespaces");
    assert.equal(at(info, "metadata.team"), "Platform team");
  });

  onPlane("refuses wrong types, unknown fields and unknown enum names with 400 and the field", async (plane) => {
    const bad: readonly (readonly [unknown, RegExp])[] = [
      [{ spec: { email: 7 } }, /spec\.email/],
      [{ spec: { emial: "x@example.com" } }, /emial/],
      [{ spec: { email: "x@example.com", access: { accountAccess: { role: "ROLE_KING" } } } }, /role/],
      [[], /body/],
    ];
    for (const [body, text] of bad) {
      const answer = await send(plane, "POST", "/cloud/users", body);
      assert.equal(answer.status, 400, JSON.stringify(answer.body));
      assert.match(textAt(answer.body, "message"), text);
    }
  });

  onPlane("asks Remit's own questions too", async (plane) => {
    const { status, body } = await send(plane, "POST", "/remit/v1/explain", {
      operation: "cloud.account.get",
      resource: { resourceType: "accounts" },
    });
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(at(body, "allowed"), true);
    assert.match(textAt(body, "text"), /owner/i);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Code, ConnectError, createClient, createRouterTransport, type ServiceImpl } from "@connectrpc/connect";
import { type RoleSpec, toRolePermissions } from "@remit/policy";
import { CloudService, RequestService } from "@remit/protocol";
import { toRoleMessage } from "@remit/protocol/role-message";
import type { Change, Facts } from "@remit/responsibility";
import { noFacts } from "../testing/no-facts.ts";
import { carryOut, startProgress } from "./carry-out.ts";

const roleWith = (...actions: string[]): RoleSpec => ({
  name: "remit-orders",
  description: "",
  permissions: [{ actions, resources: { resourceType: "namespaces", resourceIds: [], allowAll: true } }],
});
const [before, wanted, other] = [
  roleWith("cloud.namespace.get"),
  roleWith("cloud.namespace.get", "cloud.namespace.update"),
  roleWith("cloud.namespace.delete"),
];

const permissions = toRolePermissions(before);
const facts: Facts = {
  ...noFacts,
  policy: { ...noFacts.policy, customRoles: [{ id: "r", name: "remit-orders", permissions }] },
};

/** A server with one role, or none; gives the names of the changes that it was asked for, with their versions. */
function serve(role: RoleSpec | null, more: Partial<ServiceImpl<typeof CloudService>> = {}) {
  const asked: string[] = [];
  const customRole = role === null ? undefined : { id: "r", resourceVersion: "7", spec: toRoleMessage(role) };
  const note = (what: string, resourceVersion: string) => {
    asked.push(`${what} ${resourceVersion}`.trim());
    return {};
  };
  const transport = createRouterTransport(({ service }) =>
    service(CloudService, {
      getCustomRole: () => (customRole === undefined ? notThere() : { customRole }),
      getCustomRoles: () => ({ customRoles: customRole === undefined ? [] : [customRole] }),
      createCustomRole: () => {
        if (customRole !== undefined) throw new ConnectError("there is one", Code.AlreadyExists);
        return { ...note("create", ""), roleId: "r" };
      },
      updateCustomRole: ({ resourceVersion }) => note("update", resourceVersion),
      deleteCustomRole: ({ resourceVersion }) => note("delete", resourceVersion),
      ...more,
    }),
  );
  const clients = { cloud: createClient(CloudService, transport), requests: createClient(RequestService, transport) };
  return { asked, carry: (change: Change) => carryOut(clients, startProgress(facts), [change], () => undefined) };
}

function notThere(): never {
  throw new ConnectError("not there", Code.NotFound);
}

const create: Change = { kind: "create-role", role: wanted };
const update: Change = { kind: "update-role", roleId: "r", role: wanted };
const remove: Change = { kind: "delete-role", roleId: "r", name: "remit-orders" };
const changedSince = {
  reason: "CHANGED_SINCE",
  message: /remit-orders was changed since the plan was made: plan again/,
};

describe("custom roles that a plan makes, changes and deletes", () => {
  it("are written with the version that was read", async () => {
    for (const [there, change, expected] of [
      [null, create, "create"],
      [before, update, "update 7"],
      [before, remove, "delete 7"],
    ] as const) {
      const { asked, carry } = serve(there);
      await carry(change);
      assert.deepEqual(asked, [expected]);
    }
  });

  it("are left alone where it is so already, as when a run goes on after an answer that was lost", async () => {
    for (const [there, change] of [
      [wanted, create],
      [wanted, update],
      [null, remove],
    ] as const) {
      const { asked, carry } = serve(there);
      await carry(change);
      assert.deepEqual(asked, []);
    }
  });

  it("are not written over, nor deleted, when somebody changed them since the plan was made", async () => {
    for (const change of [create, update, remove]) {
      const { asked, carry } = serve(other);
      await assert.rejects(carry(change), changedSince);
      assert.deepEqual(asked, []);
    }
    const renamed = serve({ ...before, name: "mine" });
    await assert.rejects(renamed.carry(remove), changedSince);
    assert.deepEqual(renamed.asked, []);
  });

  it("fail as the server says when it refuses", async () => {
    const refused = serve(null, {
      createCustomRole: () => {
        throw new ConnectError("no", Code.PermissionDenied);
      },
    });
    await assert.rejects(refused.carry(create), { code: Code.PermissionDenied });
  });
});

describe("keys and members that a plan takes away", () => {
  it("are done with when they are gone already, and only then", async () => {
    const key: Change = { kind: "delete-key", keyId: "k", name: "ci" };
    const member: Change = { kind: "remove-member", group: "g", user: "u" };
    await serve(null, { getApiKey: notThere }).carry(key);
    await serve(null, { getApiKey: () => ({ apiKey: { id: "k" } }), deleteApiKey: notThere }).carry(key);
    await serve(null, { removeUserGroupMember: notThere }).carry(member);
    const away = () => {
      throw new ConnectError("away", Code.Unavailable);
    };
    await assert.rejects(serve(null, { getApiKey: away }).carry(key), { code: Code.Unavailable });
    await assert.rejects(serve(null, { removeUserGroupMember: away }).carry(member), { code: Code.Unavailable });
  });
});

describe("several changes", () => {
  it("end at the first that fails, after all before it were told", async () => {
    const transport = createRouterTransport(({ service }) =>
      service(CloudService, {
        getApiKey: ({ keyId }) => (keyId === "b" ? assert.fail("broken") : { apiKey: { id: keyId } }),
        deleteApiKey: () => ({}),
      }),
    );
    const clients = { cloud: createClient(CloudService, transport), requests: createClient(RequestService, transport) };
    const keys = ["a", "b", "c"].map((keyId): Change => ({ kind: "delete-key", keyId, name: keyId }));
    const done: Change[] = [];
    await assert.rejects(carryOut(clients, startProgress(facts), keys, (change) => done.push(change)));
    assert.deepEqual(done, keys.slice(0, 1));
  });
});

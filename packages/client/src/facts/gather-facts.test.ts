import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  ApiKeySchema,
  CustomRoleSchema,
  NamespaceAccess_Permission as Level,
  AccountAccess_Role as Role,
  ServiceAccountSchema,
  UserGroupSchema,
  UserSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { NamespaceSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ProjectSchema } from "@remit/protocol/gen/temporal/api/cloud/project/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { toFacts } from "./gather-facts.ts";
import type { Lists } from "./lists.ts";

const active = ResourceState.ACTIVE;

const lists: Lists = {
  account: "acc",
  namespaces: [
    create(NamespaceSchema, { namespace: "orders.acc", projectId: "p", tags: { team: "orders" } }),
    // Could not be made: nobody answers for it.
    create(NamespaceSchema, { namespace: "failed.acc", projectId: "p", state: ResourceState.ACTIVATION_FAILED }),
  ],
  users: [
    create(UserSchema, { id: "u1", state: active, spec: { email: "ann@example.com" } }),
    create(UserSchema, { id: "u2", state: ResourceState.ACTIVATING, spec: { email: "bob@example.com" } }),
  ],
  groups: [
    create(UserGroupSchema, {
      id: "g1",
      spec: {
        displayName: "orders",
        groupType: { case: "scimGroup", value: {} },
        access: {
          accountAccess: { role: Role.READ, customRoles: ["r1"] },
          namespaceAccesses: { "orders.acc": { permission: Level.WRITE }, "gone.acc": { permission: Level.ADMIN } },
        },
      },
    }),
  ],
  serviceAccounts: [
    create(ServiceAccountSchema, {
      id: "s1",
      state: active,
      spec: { name: "ci", namespaceScopedAccess: { namespace: "orders.acc", access: { permission: Level.READ } } },
    }),
  ],
  customRoles: [
    create(CustomRoleSchema, {
      id: "r1",
      spec: {
        name: "role",
        permissions: [
          { actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", resourceIds: ["orders.acc"] } },
        ],
      },
    }),
  ],
  apiKeys: [
    create(ApiKeySchema, {
      id: "k1",
      createdTime: timestampFromMs(1_000),
      spec: { displayName: "key", ownerId: "u1", expiryTime: timestampFromMs(2_000) },
    }),
  ],
  projects: [create(ProjectSchema, { id: "p", spec: { displayName: "Default" } })],
  endpoints: [],
  rules: [],
  members: new Map([["g1", ["u1"]]]),
};

const facts = toFacts(lists, 5_000);

describe("facts from the Cloud Ops API", () => {
  it("call a Namespace by its id on the wire, and know nothing of its settings", () => {
    assert.deepEqual(facts.namespaces, [
      { uid: "orders.acc", id: "orders.acc", project: "p", tags: { team: "orders" }, settings: null },
    ]);
    assert.deepEqual(facts.policy.namespaces, [{ id: "orders.acc", project: "p" }]);
    assert.deepEqual([facts.now, facts.policy.account], [5_000, "acc"]);
  });

  it("give groups, members and roles what the wire says, without names that are gone", () => {
    assert.deepEqual(facts.policy.groups[0]?.access, {
      accountRole: "read",
      customRoles: ["r1"],
      namespaces: [{ namespace: "orders.acc", permission: "write" }],
      projects: [],
      implied: [],
    });
    assert.deepEqual(facts.groups, [{ id: "g1", displayName: "orders", kind: "scim" }]);
    assert.deepEqual(facts.policy.principals.find(({ id }) => id === "u1")?.groups, ["g1"]);
    assert.deepEqual(facts.policy.customRoles[0]?.permissions[0]?.resourceIds, ["orders.acc"]);
  });

  it("take who has not come yet for not active", () => {
    assert.deepEqual(facts.users, [
      { id: "u1", email: "ann@example.com", active: true },
      { id: "u2", email: "bob@example.com", active: false },
    ]);
    assert.equal(facts.policy.principals.find(({ id }) => id === "u2")?.active, false);
  });

  it("tell what a service account is bound to", () => {
    assert.deepEqual(facts.serviceAccounts, [{ id: "s1", scope: "namespace", scopeId: "orders.acc" }]);
    const { access, groups } = facts.policy.principals.find(({ id }) => id === "s1") ?? assert.fail();
    assert.deepEqual([access.accountRole, access.namespaces.length, groups], ["read", 1, []]);
  });

  it("do not claim to know whether a key was used", () => {
    assert.deepEqual(facts.keys, [
      {
        id: "k1",
        name: "key",
        ownerId: "u1",
        createdAt: 1_000,
        expiresAt: 2_000,
        disabled: false,
        lastUsedAt: undefined,
      },
    ]);
  });
});

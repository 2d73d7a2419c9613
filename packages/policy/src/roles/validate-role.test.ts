import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { limits } from "../limits.ts";
import { normaliseRole, type RoleSpec, toRolePermissions } from "./role-spec.ts";
import { type RoleContext, validateRole } from "./validate-role.ts";

const valid: RoleSpec = {
  name: "Auditor",
  description: "",
  permissions: [
    {
      actions: ["cloud.namespace.get"],
      resources: { resourceType: "namespaces", resourceIds: [], allowAll: true },
    },
  ],
};
const exists = (): boolean => true;

function entry(
  actions: string[],
  resourceType: string,
  resourceIds: string[] = [],
  allowAll = resourceIds.length === 0,
) {
  return { ...valid, permissions: [{ actions, resources: { resourceType, resourceIds, allowAll } }] };
}

function errorsOf(spec: RoleSpec, context: RoleContext = { exists }): string[] {
  return validateRole(spec, context).map(({ field, message }) => `${field}: ${message}`);
}

describe("validateRole", () => {
  it("accepts a role in the wire form", () => {
    assert.deepEqual(errorsOf(valid), []);
    assert.deepEqual(errorsOf(entry(["cloud.customrole.list"], "accounts")), []);
    assert.deepEqual(errorsOf(entry(["cloud.namespace.create"], "projects", ["default"])), []);
  });

  it("wants a name of 1 to 64 letters, digits, hyphens and underscores", () => {
    assert.deepEqual(errorsOf({ ...valid, name: "" }), ["spec.name: must not be empty"]);
    assert.deepEqual(errorsOf({ ...valid, name: "a".repeat(64) }), []);
    assert.deepEqual(errorsOf({ ...valid, name: "a".repeat(65) }), ["spec.name: must have at most 64 characters"]);
    for (const name of ["two words", "é", "a/b", "a\n", "a.b"]) {
      assert.deepEqual(errorsOf({ ...valid, name }), ["spec.name: may only have letters, digits, '_' and '-'"]);
    }
  });

  it("takes a limit of 0 for none", () => {
    const none = { ...limits, roleNameLength: 0, roleDescriptionLength: 0, permissionsPerRole: 0 };
    const long = { ...valid, name: "a".repeat(65), description: "x".repeat(257) };
    const permissions = Array.from({ length: 21 }, () => valid.permissions[0] as never);
    assert.deepEqual(errorsOf({ ...long, permissions }, { exists, limits: none }), []);
  });

  it("wants a description of at most 256 characters, however many code units they take", () => {
    assert.deepEqual(errorsOf({ ...valid, description: "😀".repeat(256) }), []);
    assert.deepEqual(errorsOf({ ...valid, description: "x".repeat(257) }), [
      "spec.description: must have at most 256 characters",
    ]);
  });

  it("wants 1 to 20 permissions, or as many as are configured", () => {
    const many = (count: number): RoleSpec => ({
      ...valid,
      permissions: Array.from({ length: count }, () => valid.permissions[0] as never),
    });
    assert.deepEqual(errorsOf(many(0)), ["spec.permissions: must have at least 1 permission"]);
    assert.deepEqual(errorsOf(many(20)), []);
    assert.deepEqual(errorsOf(many(21)), ["spec.permissions: must have at most 20 permissions"]);
    const more = { exists, limits: { ...limits, permissionsPerRole: 30 } };
    assert.deepEqual(validateRole(many(21), more), []);
  });

  it("wants at least one action", () => {
    assert.deepEqual(errorsOf(entry([], "namespaces")), ["spec.permissions[0].actions: must have at least 1 action"]);
  });

  it("refuses an unknown action and names the nearest", () => {
    assert.deepEqual(errorsOf(entry(["cloud.namespace.get", "cloud.namspace.get"], "namespaces")), [
      "spec.permissions[0].actions[1]: unknown action: cloud.namspace.get; did you mean cloud.namespace.get?",
    ]);
    assert.deepEqual(errorsOf(entry(["*"], "namespaces")), ["spec.permissions[0].actions[0]: unknown action: *"]);
  });

  it("refuses an action that does not fit the resource type, and says where it fits", () => {
    assert.deepEqual(errorsOf(entry(["cloud.namespace.list"], "namespaces")), [
      "spec.permissions[0].actions[0]: invalid action: cloud.namespace.list for resource type: namespaces: " +
        "it is valid for accounts and projects",
    ]);
  });

  it("refuses on projects what no request could match there", () => {
    const [error] = errorsOf(entry(["cloud.customrole.create"], "projects"));
    assert.match(
      error ?? "",
      /invalid action: cloud\.customrole\.create for resource type: projects: the request names no project/,
    );
  });

  it("refuses an action that cannot be granted, with the reason", () => {
    for (const action of ["cloud.apikey.create", "cloud.serviceaccount.create", "cloud.user.update"]) {
      const [error] = errorsOf(entry([action], "accounts"));
      assert.match(
        error ?? "",
        new RegExp(`^spec\\.permissions\\[0\\]\\.actions\\[0\\]: action cannot be granted: ${action}: .+`),
      );
    }
  });

  it("accepts only the six resource types, spelt as on the wire", () => {
    for (const [type, hint] of [
      ["account", "accounts"],
      ["Namespace", "namespaces"],
      ["nexus_endpoints", "nexus-endpoints"],
      ["connectivity_rules", "connectivity-rules"],
    ]) {
      assert.deepEqual(errorsOf(entry(["cloud.namespace.get"], type ?? "")), [
        `spec.permissions[0].resources.resource_type: invalid resource type: ${type}; did you mean ${hint}?`,
      ]);
    }
    const [error] = errorsOf(entry(["cloud.namespace.get"], "planets"));
    assert.match(error ?? "", /invalid resource type: planets; valid types are accounts, projects, /);
  });

  it("wants exactly one of allow_all and ids", () => {
    assert.deepEqual(errorsOf(entry(["cloud.namespace.get"], "namespaces", ["orders"], true)), [
      "spec.permissions[0].resources: only one of allow_all and resource_ids may be set",
    ]);
    assert.deepEqual(errorsOf(entry(["cloud.namespace.get"], "namespaces", [], false)), [
      "spec.permissions[0].resources: one of allow_all and resource_ids must be set",
    ]);
    assert.deepEqual(errorsOf({ ...valid, permissions: [{ actions: ["cloud.namespace.get"] }] }), [
      "spec.permissions[0].resources: must be set",
    ]);
  });

  it("refuses ids of resources that do not exist, each by its place", () => {
    const some = { exists: (_: string, id: string): boolean => id === "orders" };
    assert.deepEqual(errorsOf(entry(["cloud.namespace.get"], "namespaces", ["orders", "ghost"]), some), [
      "spec.permissions[0].resources.resource_ids[1]: no such resource: namespaces/ghost",
    ]);
  });

  it("finds everything that is wrong at once", () => {
    assert.equal(errorsOf({ name: "", description: "x".repeat(300), permissions: [{ actions: [] }] }).length, 4);
  });
});

describe("normaliseRole", () => {
  it("keeps the order of permissions and takes actions and ids as sets", () => {
    const once = entry(["b", "a", "b"], "namespaces", ["y", "x", "y"]);
    const { permissions } = normaliseRole({ ...once, permissions: [...once.permissions, ...valid.permissions] });
    assert.deepEqual(permissions[0]?.actions, ["b", "a"]);
    assert.deepEqual(permissions[0]?.resources?.resourceIds, ["y", "x"]);
    assert.deepEqual(permissions[1], valid.permissions[0]);
  });

  it("is the same when done twice", () => {
    const once = normaliseRole(entry(["b", "b"], "namespaces", ["y", "y"]));
    assert.deepEqual(normaliseRole(once), once);
  });
});

describe("toRolePermissions", () => {
  it("leaves out entries whose type is unknown: they can match nothing", () => {
    const spec = {
      ...valid,
      permissions: [...valid.permissions, ...entry(["cloud.namespace.get"], "planets").permissions],
    };
    assert.deepEqual(toRolePermissions(spec), [
      { actions: ["cloud.namespace.get"], resourceType: "namespaces", resourceIds: [], allowAll: true },
    ]);
  });
});

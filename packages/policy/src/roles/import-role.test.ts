import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { importRole } from "./import-role.ts";
import { validateRole } from "./validate-role.ts";

// The example role of the public page on custom roles, in the form in which that page describes it.
const published = {
  name: "NamespaceGlobalReadOnly",
  description: "Read-only access to all namespaces for monitoring and compliance",
  grants: [
    { operation: "cloud.namespace.list", resourceType: "Namespace", scope: { all: true } },
    { operation: "cloud.namespace.get", resourceType: "Namespace", scope: { all: true } },
  ],
};

describe("importRole", () => {
  it("turns the published example into a valid role and says what it changed", () => {
    const { spec, changes, errors } = importRole(published);
    assert.deepEqual(errors, []);
    assert.deepEqual(spec?.permissions, [
      { actions: ["cloud.namespace.list"], resources: { resourceType: "accounts", resourceIds: [], allowAll: true } },
      { actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", resourceIds: [], allowAll: true } },
    ]);
    assert.deepEqual(validateRole(spec as NonNullable<typeof spec>, { exists: () => true }), []);
    assert.equal(changes.length, 3);
    assert.match(changes.join("\n"), /wrote resource type "Namespace" as "namespaces"/);
    assert.match(changes.join("\n"), /moved cloud\.namespace\.list from namespaces to accounts/);
  });

  it("puts grants on the same scope into one permission", () => {
    const grant = (operation: string, ids: string[]) => ({ operation, resourceType: "namespaces", scope: { ids } });
    const { spec } = importRole({
      name: "r",
      grants: [
        grant("cloud.namespace.get", ["a", "b"]),
        grant("cloud.namespace.update", ["b", "a"]),
        grant("cloud.namespace.delete", ["a"]),
      ],
    });
    assert.deepEqual(
      spec?.permissions.map(({ actions }) => actions),
      [["cloud.namespace.get", "cloud.namespace.update"], ["cloud.namespace.delete"]],
    );
  });

  it("reads the wire form in snake and in camel case without changing it", () => {
    const snake = { resource_type: "namespaces", resource_ids: ["a"] };
    const camel = { resourceType: "namespaces", resourceIds: ["a"], allowAll: false };
    for (const resources of [snake, camel]) {
      const { spec, changes, errors } = importRole({
        name: "r",
        description: "d",
        permissions: [{ actions: ["cloud.namespace.get"], resources }],
      });
      assert.deepEqual([changes, errors], [[], []]);
      assert.deepEqual(spec, {
        name: "r",
        description: "d",
        permissions: [
          {
            actions: ["cloud.namespace.get"],
            resources: { resourceType: "namespaces", resourceIds: ["a"], allowAll: false },
          },
        ],
      });
    }
  });

  it("keeps permissions of the wire form apart even when their scope is the same", () => {
    const permission = {
      actions: ["cloud.namespace.get"],
      resources: { resource_type: "namespaces", allow_all: true },
    };
    const { spec } = importRole({ name: "r", permissions: [permission, permission] });
    assert.equal(spec?.permissions.length, 2);
  });

  it("reads a role that is wrapped in a spec", () => {
    assert.equal(importRole({ spec: published }).spec?.name, "NamespaceGlobalReadOnly");
  });

  it("understands the spellings of resource types that are about", () => {
    for (const [seen, type] of [
      ["account", "accounts"],
      ["Account", "accounts"],
      ["namespace", "namespaces"],
      ["Nexus Endpoint", "nexus-endpoints"],
      ["nexus_endpoints", "nexus-endpoints"],
      ["connectivity_rules", "connectivity-rules"],
      ["Connectivity Rules", "connectivity-rules"],
      ["CustomRole", "custom-roles"],
      ["project", "projects"],
    ]) {
      const { spec, changes } = importRole({
        name: "r",
        grants: [{ operation: "x", resourceType: seen, scope: { ids: ["a"] } }],
      });
      assert.equal(spec?.permissions[0]?.resources?.resourceType, type);
      assert.match(changes.join("\n"), new RegExp(`wrote resource type "${seen}" as "${type}"`));
    }
  });

  it("never moves an action from named resources to all of a wider type", () => {
    const grants = [{ operation: "cloud.namespace.list", resourceType: "namespaces", scope: { ids: ["a"] } }];
    const { spec } = importRole({ name: "r", grants });
    assert.equal(spec?.permissions[0]?.resources?.resourceType, "namespaces");
    assert.notDeepEqual(validateRole(spec as NonNullable<typeof spec>, { exists: () => true }), []);
  });

  it("never moves an action from the account to all resources of a type", () => {
    const grants = [{ operation: "cloud.namespace.update", resourceType: "account", scope: { all: true } }];
    assert.equal(importRole({ name: "r", grants }).spec?.permissions[0]?.resources?.resourceType, "accounts");
  });

  it("gives no scope to a grant that has none", () => {
    const { spec, errors } = importRole({
      name: "r",
      grants: [{ operation: "cloud.namespace.get", resourceType: "namespaces" }],
    });
    assert.equal(spec?.permissions[0]?.resources?.allowAll, false);
    assert.deepEqual(
      errors.map(({ field }) => field),
      ["grants[0].scope"],
    );
  });

  it("takes only true for all", () => {
    const grants = [{ operation: "cloud.namespace.get", resourceType: "namespaces", scope: { all: "yes" } }];
    const { spec, errors } = importRole({ name: "r", grants });
    assert.equal(spec?.permissions[0]?.resources?.allowAll, false);
    assert.deepEqual(errors, [
      { field: "grants[0].scope.allow_all", message: "expected true or false, without quotes" },
    ]);
  });

  it("refuses what it does not understand inside a grant, as that may be what narrows it", () => {
    const fields = (json: object): string[] => importRole({ name: "r", ...json }).errors.map(({ field }) => field);
    const grant = { operation: "cloud.namespace.get", resourceType: "namespaces", scope: { all: true } };
    assert.deepEqual(fields({ grants: [{ ...grant, condition: "before noon" }] }), ["grants[0].condition"]);
    assert.deepEqual(fields({ grants: [{ ...grant, scope: { all: true, except: ["a"] } }] }), [
      "grants[0].scope.except",
    ]);
    const resources = { resource_type: "namespaces", allow_all: true };
    const permission = { actions: ["cloud.namespace.get"], resources };
    assert.deepEqual(fields({ permissions: [{ ...permission, effect: "deny" }] }), ["permissions[0].effect"]);
    assert.deepEqual(fields({ permissions: [{ ...permission, resources: { ...resources, tags: {} } }] }), [
      "permissions[0].resources.tags",
    ]);
  });

  it("refuses the same thing said twice, as one of the two would be lost", () => {
    const fields = (json: object): string[] => importRole({ name: "r", ...json }).errors.map(({ field }) => field);
    const resources = { resource_type: "namespaces", allow_all: true };
    const permission = { actions: ["cloud.namespace.get"], resources };
    assert.deepEqual(fields({ permissions: [permission], grants: [] }), ["permissions"]);
    assert.deepEqual(fields({ permissions: [{ ...permission, operations: ["cloud.namespace.update"] }] }), [
      "permissions[0].operations",
    ]);
  });

  it("leaves out the fields of a role that it does not know, and says so", () => {
    const { spec, changes, errors } = importRole({ name: "r", descripton: "d", permissions: [] });
    assert.deepEqual([spec?.description, errors], ["", []]);
    assert.deepEqual(changes, ['left out "descripton": a role has no such field']);
  });

  it("says by place what it cannot read", () => {
    const fields = (json: unknown): string[] => importRole(json).errors.map(({ field }) => field);
    assert.deepEqual(fields(null), [""]);
    assert.deepEqual(fields([]), [""]);
    assert.deepEqual(fields({ name: "r" }), ["permissions"]);
    assert.deepEqual(fields({ name: 7, permissions: [] }), ["name"]);
    assert.deepEqual(fields({ name: "r", permissions: ["x"] }), ["permissions[0]"]);
    assert.deepEqual(fields({ name: "r", grants: [{ resourceType: "namespaces", scope: {} }] }), [
      "grants[0].operation",
    ]);
    assert.deepEqual(fields({ name: "r", permissions: [{ actions: [1], resources: { resource_type: "planets" } }] }), [
      "permissions[0].resources",
      "permissions[0].actions",
    ]);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  allOperations,
  dataPlaneFacts,
  dataPlaneKinds,
  permissionFacts,
  remitKinds,
  typesOf,
} from "../../test-kit/facts.ts";
import { findPermission, isDataPlane, isOperation, nearestOperation, permissions } from "./catalogue.ts";
import { editDistance, nearest } from "./nearest.ts";

describe("the permission catalogue", () => {
  it("has every published operation and ours, each once", () => {
    const names = permissions.map((row) => row.operation);
    assert.deepEqual([...names].sort(), [...allOperations].sort());
    assert.equal(new Set(names).size, names.length);
  });

  it("agrees with the published table on kind and on what can be granted", () => {
    for (const fact of permissionFacts) {
      const row = findPermission(fact.operation);
      assert.equal(row?.kind, fact.kind, fact.operation);
      assert.equal(row?.grantable, fact.grantable, fact.operation);
      assert.equal(row?.nameIsOurs, fact.nameIsOurs ?? false, fact.operation);
    }
  });

  it("agrees with the published table on resource types, but for the deviations that are written down", () => {
    for (const row of permissions) {
      const types = row.inert ? [] : row.resourceTypes;
      assert.deepEqual([...types].sort(), [...typesOf(row.operation)].sort(), row.operation);
    }
  });

  it("gives a reason for all that cannot be granted, and for nothing else", () => {
    for (const row of permissions) assert.equal(row.grantable, row.reasonNotGrantable === null, row.operation);
  });

  it("grants on projects neither create nor list of custom roles, and says why", () => {
    for (const operation of ["cloud.customrole.create", "cloud.customrole.list"]) {
      assert.match(findPermission(operation)?.refusedOn.projects ?? "", /names no project/);
    }
  });

  it("finds names exactly, case included", () => {
    assert.ok(isOperation("cloud.namespace.get"));
    assert.ok(!isOperation("cloud.namespace.Get"));
    assert.equal(findPermission("constructor"), undefined);
  });
});

describe("the data plane", () => {
  const dataPlane = permissions.filter((row) => row.plane === "data");

  it("has one operation for each call inside a Namespace, of the kind that the server asks for", () => {
    for (const { method, access, operation } of dataPlaneFacts.methods) {
      assert.ok(isDataPlane(operation), `${method}: ${operation}`);
      assert.equal(findPermission(operation)?.kind, access, method);
    }
    const methods = dataPlaneFacts.methods.map(({ method }) => method);
    assert.equal(new Set(methods).size, methods.length);
    assert.deepEqual(
      methods.filter((method) => method in dataPlaneFacts.outside),
      [],
    );
  });

  it("has no operation that no call leads to", () => {
    assert.deepEqual(dataPlane.map(({ operation }) => operation).sort(), [...dataPlaneKinds.keys()].sort());
  });

  it("is all Remit's own in name, held on Namespaces, and can be given by custom roles", () => {
    for (const { operation, nameIsOurs, resourceTypes, grantable } of dataPlane) {
      assert.match(operation, /^temporal\.[a-z]+\.[a-zA-Z]+$/);
      assert.ok(nameIsOurs && grantable, operation);
      assert.deepEqual(resourceTypes, ["namespaces"]);
    }
  });

  it("is told from the control plane, also when its name looks alike or is unknown", () => {
    assert.ok(isDataPlane("temporal.namespace.describe"));
    for (const other of ["cloud.namespace.get", "temporal.namespace.frobnicate", "toString"]) {
      assert.ok(!isDataPlane(other), other);
    }
  });
});

describe("Remit's own operations", () => {
  it("are held on the account and can be given by custom roles", () => {
    for (const [operation, kind] of remitKinds) {
      const row = findPermission(operation);
      assert.equal(row?.kind, kind, operation);
      assert.ok(row?.nameIsOurs && row.grantable, operation);
      assert.deepEqual(row.resourceTypes, ["accounts"]);
      assert.ok(!isDataPlane(operation));
    }
  });
});

describe("nearestOperation", () => {
  it("finds the operation that was meant", () => {
    assert.equal(nearestOperation("cloud.namspace.get"), "cloud.namespace.get");
    assert.equal(nearestOperation("cloud.Namespace.List"), "cloud.namespace.list");
    assert.equal(nearestOperation("cloud.nexus-endpoint.get"), "cloud.nexusendpoint.get");
    assert.equal(nearestOperation("cloud.user_group.add_member"), "cloud.usergroup.addMember");
    assert.equal(nearestOperation("temporal.workflow.terminat"), "temporal.workflow.terminate");
  });

  it("names nothing when nothing is near", () => {
    assert.equal(nearestOperation("frobnicate"), null);
    assert.equal(nearestOperation(""), null);
  });

  it("never proposes what could not be granted", () => {
    assert.notEqual(nearestOperation("cloud.apikey.creat"), "cloud.apikey.create");
  });

  it("does not work on names of absurd length", () => {
    assert.equal(nearest("x".repeat(100_000), ["x"]), null);
  });
});

describe("editDistance", () => {
  it("counts insertions, deletions and replacements", () => {
    assert.equal(editDistance("kitten", "sitting"), 3);
    assert.equal(editDistance("", "abc"), 3);
    assert.equal(editDistance("abc", "abc"), 0);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createMentionReader, type Names } from "./mentions.ts";

const names: Names = {
  namespaces: ["orders", "orders-staging", "metrics", "payments"].map((name) => ({ uid: name, id: `${name}.abc123` })),
  rpcs: new Map([
    ["UpdateNamespace", ["cloud.namespace.update"]],
    ["MoveNamespaceToProject", ["cloud.namespace.moveToProject", "cloud.namespace.create"]],
  ]),
};
const matrixWords = new Set(["metrics", "codec", "order"]);
const read = createMentionReader(names, ({ raw }) => matrixWords.has(raw));

describe("what a question names", () => {
  it("is found in the texts that people copy, and taken out of the words", () => {
    const found = read('Error: "cloud.namespace.get" on namespaces/orders.abc123 (see go/temporal-request): denied.');
    assert.deepEqual(found.operations, ["cloud.namespace.get"]);
    assert.deepEqual(found.namespaces, ["orders"]);
    assert.deepEqual(found.goLinks, ["temporal-request"]);
    assert.equal(found.rest, "Error: on see : denied.");
  });

  it("is an RPC by its short or full name, in any case, with all that it asks for", () => {
    for (const text of [
      "UpdateNamespace",
      "updatenamespace",
      "/temporal.api.CloudService/UpdateNamespace",
      "UpdateNamspace",
    ]) {
      assert.deepEqual([...read(text).rpcs], [["cloud.namespace.update", "UpdateNamespace"]], text);
    }
    assert.deepEqual(read("MoveNamespaceToProject").operations, names.rpcs.get("MoveNamespaceToProject"));
  });

  it("is an operation with one letter wrong, but never a name of that form that is like none", () => {
    assert.deepEqual(read("cloud.namspace.get").operations, ["cloud.namespace.get"]);
    const other = read("cloud.pizza.order");
    assert.deepEqual([other.operations, other.rest], [[], ""]);
  });

  it("is a Namespace by its plain name, unless that is a word of the matrix", () => {
    assert.deepEqual(read("who owns orders-staging?").namespaces, ["orders-staging"]);
    assert.deepEqual(read("paymnets is down").namespaces, ["payments"]);
    assert.deepEqual(read("metrics").namespaces, []);
    assert.deepEqual(read("namespace metrics").namespaces, ["metrics"]);
    assert.deepEqual(read("metrics.abc123").namespaces, ["metrics"]);
    assert.deepEqual(read("order").namespaces, [], "a word of the matrix is not a misspelt Namespace");
  });

  it("does not take what two Namespaces may mean", () => {
    const twins: Names = {
      rpcs: new Map(),
      namespaces: ["orders-a", "orders-b"].map((id) => ({ uid: id, id: `${id}.x` })),
    };
    assert.deepEqual(createMentionReader(twins, () => false)("orders-c").namespaces, []);
  });
});

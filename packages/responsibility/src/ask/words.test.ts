import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { isWithinOneEdit, stemOf, wordsOf } from "./words.ts";

describe("words", () => {
  it("are told apart by case, sign and camel case, without accents", () => {
    const raw = wordsOf("Créer a Namespace: UpdateNamespace, RESOURCE_EXHAUSTED auto-scaling").map((word) => word.raw);
    assert.deepEqual(raw, "creer a namespace update namespace resource exhausted auto scaling".split(" "));
  });

  it("have one stem in their forms", () => {
    const families = [
      ["rotate", "rotates", "rotating", "rotation"],
      ["provision", "provisions", "provisioning", "provisioned"],
      ["policy", "policies"],
      ["certificate", "certificates"],
      ["configure", "configuration", "configurations"],
      ["access", "accesses"],
      ["deploy", "deployment", "deployments", "deployed"],
    ];
    for (const family of families) assert.deepEqual([...new Set(family.map(stemOf))], [stemOf(family[0] ?? "")]);
  });

  it("keep a stem that still tells them apart", () => {
    assert.equal(new Set(["status", "state", "role", "rule", "key", "keda", "worker", "workflow"].map(stemOf)).size, 8);
  });

  it("are one edit apart by one letter more, less or other, or two swapped", () => {
    for (const other of ["namspace", "namesspace", "nemespace", "naemspace", "namespace"]) {
      assert.ok(isWithinOneEdit("namespace", other), other);
    }
    for (const other of ["nmspace", "namespaces2", "namepsaec", "", "spacename"]) {
      assert.ok(!isWithinOneEdit("namespace", other), other);
    }
  });

  it("are one edit apart in both directions", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 6 });
    fc.assert(fc.property(text, text, (a, b) => assert.equal(isWithinOneEdit(a, b), isWithinOneEdit(b, a))));
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Grant, PolicyData, ResourceType } from "@remit/policy";
import { namesIn } from "./operation-set.ts";
import { createPlaces, placeKey, scopeOf } from "./places.ts";
import { isWithin, joinReaches, meets, reachOfGrants, subtractReach } from "./reach.ts";

const policy: PolicyData = {
  account: "acc",
  projects: ["p1"],
  namespaces: [
    { id: "n1", project: "p1" },
    { id: "n2", project: "gone" },
  ],
  nexusEndpoints: [{ id: "e1", project: "p1" }],
  connectivityRules: [],
  customRoles: [],
  groups: [],
  principals: [],
};
const placesOf = createPlaces(policy);
const reach = (...grants: readonly Grant[]) => reachOfGrants(grants, placesOf);

const get = "cloud.namespace.get";
const all = (type: ResourceType): Grant => ({ operation: get, scope: { kind: "all", type } });
const inProject: Grant = { operation: get, scope: { kind: "project", project: "p1" } };
const on = (id: string): Grant => ({
  operation: get,
  scope: { kind: "resource", resource: { type: "namespaces", id } },
});

describe("a reach", () => {
  it("has in a project what lies in it, and what is made there later", () => {
    assert.ok(isWithin(reach(on("n1")), reach(inProject)));
    assert.ok(!isWithin(reach(inProject), reach(on("n1"))));
    assert.ok(isWithin(reach(inProject), reach(all("namespaces"))));
  });

  it("has all of a type by all of what the type lies in", () => {
    assert.ok(isWithin(reach(all("namespaces")), reach(all("projects"))));
    assert.ok(isWithin(reach(all("projects")), reach(all("accounts"))));
    assert.ok(!isWithin(reach(all("namespaces")), reach(on("n1"), on("n2"))));
  });

  it("does not hold by a project what lies in one that is gone", () => {
    assert.ok(!isWithin(reach(on("n2")), reach(inProject)));
    assert.ok(isWithin(reach(on("n2")), reach(all("namespaces"))));
  });

  it("holds an operation only where it has a meaning", () => {
    const keys = [...reach(inProject).keys()].map(placeKey);
    assert.deepEqual(keys, ["namespaces in p1"]);
  });

  it("loses by subtraction what the other has at the place or around it", () => {
    const rest = subtractReach(reach(on("n1"), on("n2")), reach(inProject));
    assert.deepEqual([...rest.keys()].map(placeKey), ["namespaces = n2"]);
    assert.deepEqual([...rest.values()].map(namesIn), [[get]]);
  });

  it("meets another from above and from below", () => {
    assert.ok(meets(reach(on("n1")), reach(inProject)));
    assert.ok(meets(reach(inProject), reach(on("n1"))));
    assert.ok(!meets(reach(on("n2")), reach(inProject)));
  });

  it("is joined without a change to those that are joined", () => {
    const [one, two] = [reach(on("n1")), reach(on("n2"))];
    assert.equal(joinReaches([one, two]).size, 2);
    assert.equal(one.size, 1);
  });

  it("names its places by the scopes that they come from", () => {
    for (const grant of [all("namespaces"), inProject, on("n1")]) {
      assert.deepEqual([...reach(grant).keys()].map(scopeOf), [grant.scope]);
    }
  });
});

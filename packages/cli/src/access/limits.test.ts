import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { limits } from "@remit/policy";
import { parseLimits } from "./limits.ts";

describe("limits of a plan", () => {
  it("are the documented ones, but for those that are given", () => {
    assert.deepEqual(parseLimits([]), limits);
    const given = parseLimits(["customRolesPerAccount=100,permissionsPerRole=5", "customRolesPerPrincipal=3"]);
    assert.deepEqual(given, {
      ...limits,
      customRolesPerAccount: 100,
      permissionsPerRole: 5,
      customRolesPerPrincipal: 3,
    });
  });

  it("are refused by their name", () => {
    assert.throws(() => parseLimits(["customRolesPerAcount=1"]), /did you mean customRolesPerAccount\?/);
    assert.throws(() => parseLimits(["customRolesPerAccount=many"]), /takes name=number/);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { accountRolesWeakestFirst, namespacePermissionsWeakestFirst, projectRolesWeakestFirst } from "@remit/policy";
import {
  AccountAccess_Role,
  NamespaceAccess_Permission,
  ProjectAccess_ProjectRole,
} from "./gen/temporal/api/cloud/identity/v1/message_pb.ts";
import {
  fromAccountRole,
  fromNamespacePermission,
  fromProjectRole,
  toAccountRole,
  toNamespacePermission,
  toProjectRole,
} from "./policy-access.ts";

describe("roles and levels on the wire", () => {
  it("are the same there and back, and none of the policy core is missing", () => {
    for (const role of accountRolesWeakestFirst) assert.equal(toAccountRole(fromAccountRole(role)), role);
    for (const level of namespacePermissionsWeakestFirst) {
      assert.equal(toNamespacePermission(fromNamespacePermission(level)), level);
    }
    for (const role of projectRolesWeakestFirst) assert.equal(toProjectRole(fromProjectRole(role)), role);
  });

  it("are all known to the policy core, but for the one that says nothing", () => {
    for (const value of Object.values(AccountAccess_Role)) assert.equal(toAccountRole(value) === null, value === 0);
    for (const value of Object.values(NamespaceAccess_Permission)) {
      assert.equal(toNamespacePermission(value) === null, value === 0);
    }
    for (const value of Object.values(ProjectAccess_ProjectRole)) {
      assert.equal(toProjectRole(value) === null, value === 0);
    }
    assert.equal(toAccountRole(99), null);
  });
});

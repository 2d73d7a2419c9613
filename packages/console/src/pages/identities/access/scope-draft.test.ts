import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, equals } from "@bufbuild/protobuf";
import {
  NamespaceAccess_Permission as Permission,
  ProjectAccess_ProjectRole as ProjectRole,
  ServiceAccountSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { emptyScope, fromScopeDraft, mergeScopes, toScopeDraft } from "./scope-draft.ts";

const bound = create(ServiceAccountSpecSchema, {
  name: "deployer",
  projectScopedAccess: {
    projectId: "p1",
    access: { role: ProjectRole.READ },
    namespaceAccesses: { "orders.abc123": { permission: Permission.WRITE } },
  },
});

describe("what a service account holds in one project, in a form", () => {
  it("comes back as it was when nothing was changed, also without a role on the project", () => {
    assert.ok(equals(ServiceAccountSpecSchema, fromScopeDraft(toScopeDraft(bound), bound), bound));
    const without = create(ServiceAccountSpecSchema, {
      projectScopedAccess: { projectId: "p1", namespaceAccesses: { "orders.abc123": { permission: Permission.READ } } },
    });
    assert.equal(toScopeDraft(without).role, "none");
    assert.ok(equals(ServiceAccountSpecSchema, fromScopeDraft(toScopeDraft(without), without), without));
  });

  it("changes its level on one Namespace, and takes it away from another", () => {
    const namespaces = { "refunds.abc123": "admin" } as const;
    const { projectScopedAccess } = fromScopeDraft({ ...toScopeDraft(bound), namespaces }, bound);
    assert.deepEqual(Object.keys(projectScopedAccess?.namespaceAccesses ?? {}), ["refunds.abc123"]);
    assert.equal(projectScopedAccess?.namespaceAccesses["refunds.abc123"]?.permission, Permission.ADMIN);
    assert.equal(projectScopedAccess?.access?.role, ProjectRole.READ);
  });

  it("keeps what two people changed in it at once", () => {
    const base = { ...emptyScope, scope: "project", resourceId: "p1", namespaces: { a: "read", b: "read" } } as const;
    const mine = { ...base, namespaces: { a: "write", b: "read" } } as const;
    const theirs = { ...base, role: "admin", namespaces: { a: "read", c: "admin" } } as const;
    const merged = mergeScopes(base, mine, theirs);
    assert.deepEqual([merged.role, merged.namespaces], ["admin", { a: "write", c: "admin" }]);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { AccessSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { toPolicyAccess } from "@remit/protocol/policy-access";
import { mergeAccess } from "./merge-access.ts";

const wanted = {
  accountRole: "read",
  customRoles: ["r"],
  namespaces: [{ namespace: "a.acc", permission: "write" }],
  projects: [{ project: "p", role: "list" }],
} as const;

describe("access that is written into what is there", () => {
  it("is what was wanted when it is read again", () => {
    const now = create(AccessSchema, {
      namespaceAccesses: { "b.acc": { permission: 1 } },
      customRolesDeprecated: ["x"],
    });
    const { implied, ...read } = toPolicyAccess(mergeAccess(now, wanted), (id) => id);
    assert.deepEqual([read, implied], [wanted, []]);
    assert.deepEqual(mergeAccess(undefined, wanted), mergeAccess(now, wanted));
  });

  it("keeps roles and levels that this program does not know", () => {
    const now = create(AccessSchema, {
      accountAccess: { role: 77 as 1 },
      namespaceAccesses: { "b.acc": { permission: 77 as 1 } },
      projectAccesses: { q: { role: 77 as 1 } },
    });
    const merged = mergeAccess(now, { ...wanted, accountRole: null });
    assert.equal(merged.accountAccess?.role, 77);
    assert.equal(merged.namespaceAccesses["b.acc"]?.permission, 77);
    assert.equal(merged.projectAccesses.q?.role, 77);
    assert.equal(mergeAccess(now, wanted).accountAccess?.role, 5);
  });
});

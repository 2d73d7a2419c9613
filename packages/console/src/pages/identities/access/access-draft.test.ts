import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, equals } from "@bufbuild/protobuf";
import {
  AccessSchema,
  NamespaceAccess_Permission as Permission,
  ProjectAccess_ProjectRole as ProjectRole,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { type AccessDraft, emptyDraft, fromDraft, mergeDrafts, toDraft } from "./access-draft.ts";

const stored = create(AccessSchema, {
  accountAccess: { role: Role.DEVELOPER, customRoles: ["a", "b"] },
  namespaceAccesses: { "orders.abc123": { permission: Permission.WRITE } },
  projectAccesses: { p1: { role: ProjectRole.READ } },
});

const draft = (part: Partial<AccessDraft>): AccessDraft => ({ ...emptyDraft, ...part });

describe("an access in a form", () => {
  it("comes back as it was when nothing was changed", () => {
    assert.ok(equals(AccessSchema, fromDraft(toDraft(stored), stored), stored));
  });

  it("sends no deprecated member back: the server would read it as a wish", () => {
    const read = create(AccessSchema, {
      accountAccess: { role: Role.READ, roleDeprecated: "read", customRoles: ["a"] },
      customRolesDeprecated: ["a"],
    });
    const sent = fromDraft({ ...toDraft(read), accountRole: "none", customRoles: [] }, read);
    assert.equal(sent.accountAccess?.roleDeprecated, "");
    assert.deepEqual([sent.accountAccess?.role, sent.customRolesDeprecated], [Role.UNSPECIFIED, []]);
  });

  it("drops Namespaces and projects for roles that are admin of all of them", () => {
    const sent = fromDraft({ ...toDraft(stored), accountRole: "admin" }, stored);
    assert.deepEqual([sent.namespaceAccesses, sent.projectAccesses], [{}, {}]);
  });
});

describe("two edits of one access", () => {
  const base = draft({ customRoles: ["a", "b"], namespaces: { x: "read", y: "read" } });

  it("both stay where they changed different things", () => {
    const mine = { ...base, customRoles: ["a", "b", "c"], namespaces: { x: "write", y: "read" } } as const;
    const theirs = {
      ...base,
      accountRole: "developer",
      customRoles: ["a"],
      namespaces: { x: "read", z: "admin" },
    } as const;
    assert.deepEqual(mergeDrafts(base, mine, theirs), {
      accountRole: "developer",
      customRoles: ["a", "c"],
      namespaces: { x: "write", z: "admin" },
      projects: {},
    });
  });

  it("end as on the screen where both changed the same", () => {
    const mine = { ...base, accountRole: "admin", namespaces: { y: "read" } } as const;
    const theirs = { ...base, accountRole: "owner", namespaces: { x: "admin", y: "read" } } as const;
    const merged = mergeDrafts(base, mine, theirs);
    assert.deepEqual([merged.accountRole, merged.namespaces], ["admin", { y: "read" }]);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Access, ImpliedAccess } from "@remit/policy";
import { noAccess } from "@remit/protocol/policy-access";
import { toNamespaceAssignment, toProjectAssignment } from "./assignments.ts";

const now = 1_000;
const namespace = { uid: "n1", id: "orders.abcdef", project: "p1" };
const onNamespace = (access: Partial<Access>) => toNamespaceAssignment({ ...noAccess, ...access }, namespace, now);
const onProject = (access: Partial<Access>) => toProjectAssignment({ ...noAccess, ...access }, "p1", now);
const implied = (kind: "creator" | "temporary", permission: "admin" | "write", expiresAt: number | null) => ({
  implied: [{ kind, gives: { kind: "namespace-access", namespace: "n1", permission }, expiresAt } as const],
});
const forTime = (gives: ImpliedAccess, expiresAt: number) => ({
  implied: [{ kind: "temporary", gives, expiresAt } as const],
});

describe("an assignment to a namespace", () => {
  it("is nothing for an access that names other things", () => {
    assert.equal(
      onNamespace({ accountRole: "developer", namespaces: [{ namespace: "n2", permission: "admin" }] }),
      null,
    );
    assert.equal(onNamespace({ projects: [{ project: "p2", role: "admin" }] }), null);
  });

  it("is what was given there", () => {
    assert.deepEqual(onNamespace({ namespaces: [{ namespace: "n1", permission: "write" }] }), {
      level: "write",
      inherited: false,
    });
  });

  it("is inherited from admin roles and from the project, as far as its role reaches", () => {
    assert.deepEqual(onNamespace({ accountRole: "owner" }), { level: "admin", inherited: true });
    assert.deepEqual(onNamespace({ projects: [{ project: "p1", role: "read" }] }), { level: "read", inherited: true });
    assert.equal(onNamespace({ projects: [{ project: "p1", role: "contribute" }] }), null);
  });

  it("shows what was given, and that more is inherited", () => {
    const both = {
      namespaces: [{ namespace: "n1", permission: "read" as const }],
      projects: [{ project: "p1", role: "admin" as const }],
    };
    assert.deepEqual(onNamespace(both), { level: "read", inherited: true });
  });

  it("counts its creator, and temporary access until it ends", () => {
    assert.deepEqual(onNamespace(implied("creator", "admin", null)), { level: "admin", inherited: false });
    assert.deepEqual(onNamespace(implied("temporary", "write", now + 1)), { level: "write", inherited: false });
    assert.equal(onNamespace(implied("temporary", "write", now)), null);
  });

  it("is inherited from a temporary role on the project until that ends, and not from a temporary custom role", () => {
    const onProjectOf = { kind: "project-access", project: "p1", role: "write" } as const;
    assert.deepEqual(onNamespace(forTime(onProjectOf, now + 1)), { level: "write", inherited: true });
    assert.equal(onNamespace(forTime(onProjectOf, now)), null);
    assert.equal(onNamespace(forTime({ kind: "custom-role", customRole: "n1" }, now + 1)), null);
  });
});

describe("an assignment to a project", () => {
  it("is given there, or inherited from an account role", () => {
    assert.deepEqual(onProject({ projects: [{ project: "p1", role: "list" }] }), { level: "list", inherited: false });
    assert.deepEqual(onProject({ accountRole: "admin" }), { level: "admin", inherited: true });
    assert.deepEqual(onProject({ accountRole: "developer" }), { level: "developer", inherited: true });
    assert.equal(onProject({ accountRole: "read" }), null);
  });

  it("counts a temporary role until it ends, and shows the stronger of two", () => {
    const write = { kind: "project-access", project: "p1", role: "write" } as const;
    assert.deepEqual(onProject(forTime(write, now + 1)), { level: "write", inherited: false });
    assert.equal(onProject(forTime(write, now)), null);
    const both = { projects: [{ project: "p1", role: "read" as const }], ...forTime(write, now + 1) };
    assert.deepEqual(onProject(both), { level: "write", inherited: false });
  });
});
